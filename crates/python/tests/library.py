"""Holds the modules in src/library against CPython's own: each expression is asked of both.

`m` is the module. What is iterated is listed, what raises is told by class and words.
"""

import importlib
import importlib.util
import pathlib
import random
import sys

LIBRARY = pathlib.Path(__file__).parents[1] / "src" / "library"


def ours(name):
    spec = importlib.util.spec_from_file_location(f"ours_{name}", LIBRARY / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def listed(value):
    if isinstance(value, (str, bytes, int, float, dict, set, type(None))):
        return value
    if isinstance(value, (list, tuple)):
        return type(value)(map(listed, value)) if type(value) in (list, tuple) else tuple(value)
    if hasattr(value, "__next__"):
        return [listed(item) for item, _ in zip(value, range(60))]
    return value


def asked(module, expression, names):
    try:
        return repr(listed(eval(expression, {"m": module, **names})))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def itertools():
    data = ["''", "'abc'", "[1, 2, 3, 4, 5]", "range(3)", "iter('aabbbcaa')", "[]"]
    for one in data:
        for call in [
            "cycle(X)", "accumulate(X)", "accumulate(X, lambda a, b: b + a, initial=X[0:0] if not hasattr(X, '__next__') else '')",
            "chain(X, X)", "chain.from_iterable([X, 'z'])", "compress(X, [1, 0, 1, 1])", "dropwhile(lambda x: x in (1, 'a'), X)",
            "takewhile(lambda x: x in (1, 'a'), X)", "filterfalse(lambda x: x in (1, 'a'), X)", "filterfalse(None, X)",
            "islice(X, 2)", "islice(X, 1, None)", "islice(X, 0, 4, 2)", "islice(X, -1)", "islice(X, 'a')", "islice(X, 1, 2, 0)", "islice(X, None, 3)",
            "islice(X, -1, 2)", "islice(X)", "pairwise(X)", "zip_longest(X, 'xy', fillvalue='-')", "zip_longest(X)", "product(X, repeat=2)", "product(X, 'xy')",
            "permutations(X)", "permutations(X, 2)", "permutations(X, 0)", "permutations(X, 9)", "permutations(X, -1)", "combinations(X, 2)", "combinations(X, 0)", "combinations(X, 3)",
            "combinations(X, -1)", "combinations_with_replacement(X, 2)", "combinations_with_replacement(X, 0)", "groupby(X)", "groupby(X, key=lambda x: x == 'a')",
            "tee(X)", "tee(X, 3)", "tee(X, -1)", "starmap(pow, zip(X, X))", "repeat(X, 2)",
        ]:
            yield "m." + call.replace("X", one)
    yield from ["m.count()", "m.count(5, 2)", "m.count(0.5, 0.25)", "m.repeat(7)", "m.repeat(7, 0)", "m.product()", "m.product(repeat=-1)", "m.product([1], [], [2])", "m.islice(m.count(), 5, 20, 4)"]
    yield "[(k, len(list(g))) for k, g in m.groupby('aabbbc')]"
    yield "[k for k, g in m.groupby('aabbbc')]"
    yield "(lambda i: (list(m.islice(i, 2)), list(i)))(iter('abcdef'))"
    yield "(lambda i: (list(m.islice(i, 0, 3, 2)), list(i)))(iter('abcdef'))"
    yield "(lambda a, b: (next(a), next(a), list(b), list(a)))(*m.tee('abc'))"


def functools():
    yield from [
        "m.reduce(lambda a, b: a * b, [1, 2, 3, 4])", "m.reduce(lambda a, b: a * b, [], 7)", "m.reduce(lambda a, b: a * b, [])", "m.partial(int, base=2)('101')",
        "m.partial(m.partial(pow, 2), 3)()", "m.partial(5)", "m.partial(pow, 2).args", "repr(m.partial(int, base=2)).split('(', 1)[1]",
        "sorted([3, 1, 2], key=m.cmp_to_key(lambda a, b: b - a))", "sorted('bca', key=m.cmp_to_key(lambda a, b: (a > b) - (a < b)))",
        "fib(m.lru_cache)", "fib(m.lru_cache(maxsize=2))", "fib(m.lru_cache(maxsize=None))", "fib(m.cache)", "fib(m.lru_cache(maxsize=0))", "keys(m.lru_cache(typed=True))", "keys(m.lru_cache)", "m.lru_cache('x')",
        "wrapped(m.wraps)", "ordered(m.total_ordering)", "m.total_ordering(object)", "dispatched(m.singledispatch)",
    ]


def fib(decorator):
    @decorator
    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    result = [fib(12), str(fib.cache_info()), fib.__name__]
    fib.cache_clear()
    return result + [str(fib.cache_info())]


def keys(decorator):
    @decorator
    def f(*args, **names):
        return len(args) + len(names)

    f(1), f(1.0), f("1"), f(a=1), f(1, a=1), f(), f(1), f(True)
    return str(f.cache_info())


def wrapped(wraps):
    def f():
        "doc"

    f.extra = 5

    @wraps(f)
    def g():
        pass

    return g.__name__, g.__doc__, g.extra, g.__wrapped__ is f, g.__qualname__


def ordered(decorator):
    result = []
    for name, compare in [("__lt__", lambda a, b: a.x < b.x), ("__le__", lambda a, b: a.x <= b.x), ("__gt__", lambda a, b: a.x > b.x), ("__ge__", lambda a, b: a.x >= b.x)]:
        cls = type("C", (), {name: compare, "__init__": lambda self, x: setattr(self, "x", x), "__eq__": lambda a, b: a.x == b.x})
        cls = decorator(cls)
        for a in (1, 2):
            for b in (1, 2):
                p, q = cls(a), cls(b)
                result.append((p < q, p <= q, p > q, p >= q))
    return result


def dispatched(decorator):
    @decorator
    def f(x):
        return "object"

    @f.register
    def _(x: int):
        return "int"

    @f.register(str)
    def _(x):
        return "str"

    return f(1), f("a"), f(2.5), f(True), f.__name__


def heapq():
    rnd = random.Random(1)
    for _ in range(40):
        data = [rnd.randrange(20) for _ in range(rnd.randrange(12))]
        yield f"heaped(m, {data})"
        yield f"m.nsmallest({rnd.randrange(6)}, {data})"
        yield f"m.nlargest({rnd.randrange(6)}, {data}, key=lambda x: x % 7)"
        other = sorted(rnd.randrange(20) for _ in range(5))
        yield f"m.merge({sorted(data)}, {other})"
        yield f"m.merge({sorted(data, reverse=True)}, {other[::-1]}, reverse=True)"
    yield "m.heappop([])"
    yield "m.heapreplace([], 1)"
    yield "m.merge(['a', 'bbb'], ['cc'], key=len)"


def heaped(m, data):
    heap = list(data)
    m.heapify(heap)
    result = [list(heap)]
    for item in (5, 0, 30):
        m.heappush(heap, item)
        result.append(list(heap))
    result.append(m.heappushpop(heap, 7))
    result.append(m.heapreplace(heap, 8))
    result.append(list(heap))
    while heap:
        result.append(m.heappop(heap))
        result.append(list(heap))
    return result


def bisect():
    for x in range(-1, 7):
        for name in ("bisect", "bisect_left", "bisect_right"):
            yield f"m.{name}([0, 1, 1, 3, 5, 5], {x})"
            yield f"m.{name}([0, 1, 1, 3, 5, 5], {x}, 1, 4)"
            yield f"m.{name}([5, 3, 1], {x}, key=lambda x: -x)"
        for name in ("insort", "insort_left"):
            yield f"(lambda a: (m.{name}(a, {x}), a))([0, 1, 1, 3, 5, 5])"
    yield "m.bisect([1], 1, -1)"


def operator():
    for a, b in [("7", "2"), ("2.5", "2"), ("'ab'", "'b'"), ("[1]", "[2]"), ("6", "0")]:
        for name in "lt le eq ne ge gt add sub mul truediv floordiv mod pow and_ or_ xor lshift rshift concat is_ is_not iadd isub imul contains getitem countOf indexOf".split():
            yield f"m.{name}({a}, {b})"
    for name in "not_ truth neg pos inv invert abs index".split():
        yield f"m.{name}(-5)"
    yield from ["m.itemgetter(1)('abc')", "m.itemgetter(2, 0)('abc')", "m.attrgetter('real')(5)", "m.attrgetter('real.imag', 'real')(5)", "m.methodcaller('split', ',')('a,b')", "m.attrgetter(5)", "m.methodcaller(5)", "repr(m.itemgetter(1, 2))", "repr(m.attrgetter('a'))"]
    yield from ["(lambda d: (m.setitem(d, 1, 2), d))({})", "(lambda d: (m.delitem(d, 1), d))({1: 2})"]


def contextlib():
    for name in "plain swallowed again other ended never twice suppressed nothing closed stack stacked popped decorated".split():
        yield f"context(m, {name!r})"


def context(m, what):
    told = []

    @m.contextmanager
    def manager(way):
        told.append("enter")
        if way == "never":
            return
        try:
            yield 5
        except ValueError as error:
            told.append(repr(error))
            if way == "again":
                raise
            if way == "other":
                raise KeyError("x")
        finally:
            told.append("exit")
        if way == "twice":
            yield 6

    def run():
        if what == "plain":
            with manager("") as value:
                told.append(value)
        elif what in ("swallowed", "again", "other"):
            with manager(what):
                raise ValueError(1)
        elif what == "ended":
            with manager(""):
                raise StopIteration(3)
        elif what in ("never", "twice"):
            with manager(what):
                pass
        elif what == "suppressed":
            with m.suppress(ValueError, KeyError):
                raise KeyError(1)
            with m.suppress(ValueError):
                raise TypeError(1)
        elif what == "nothing":
            with m.nullcontext(7) as value:
                told.append(value)
        elif what == "closed":
            class Thing:
                def close(self):
                    told.append("closed")
            with m.closing(Thing()):
                told.append("in")
        elif what == "stack":
            with m.ExitStack() as stack:
                told.append(stack.enter_context(manager("")))
                stack.callback(told.append, "called")
                stack.push(lambda *details: told.append(details[0]))
                raise ValueError(2)
        elif what == "stacked":
            with m.ExitStack() as stack:
                stack.enter_context(manager("other"))
                stack.enter_context(manager("again"))
                stack.enter_context(5)
        elif what == "popped":
            with m.ExitStack() as stack:
                stack.callback(told.append, 1)
                kept = stack.pop_all()
            told.append("out")
            kept.close()
        elif what == "decorated":
            @manager("")
            def f():
                told.append("f")
            f()
            f()

    try:
        run()
    except Exception as error:
        told.append(f"{type(error).__name__}: {error}")
    return told


def statistics():
    rnd = random.Random(2)
    samples = [[], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4], [2.5, 2.5], [1.5, 2, 10**20], [0.1] * 10, [True, 2], [float("nan"), 1.0], [float("inf"), 1.0], ["a", "b", "a"], [-1, 1], [0, 5]]
    samples += [[rnd.uniform(-100, 100) for _ in range(rnd.randrange(2, 30))] for _ in range(60)]
    samples += [[rnd.randrange(-50, 50) for _ in range(rnd.randrange(2, 30))] for _ in range(60)]
    samples += [[rnd.random() * 10.0 ** rnd.randrange(-12, 12) for _ in range(rnd.randrange(2, 9))] for _ in range(60)]
    for sample in samples:
        for name in "mean fmean median median_low median_high mode multimode variance pvariance stdev pstdev harmonic_mean".split():
            if "a" in sample and name not in ("mode", "multimode"):
                continue
            yield f"m.{name}({sample!r})".replace("nan", "float('nan')").replace("inf", "float('inf')")
        if len(sample) > 1 and "a" not in sample:
            yield f"m.quantiles({sample!r})".replace("nan", "float('nan')").replace("inf", "float('inf')")
            yield f"m.quantiles({sample!r}, n=7, method='inclusive')".replace("nan", "float('nan')").replace("inf", "float('inf')")
    yield from ["m.quantiles([1])", "m.quantiles([1, 2], n=0)", "m.quantiles([1, 2], method='x')", "m.geometric_mean([54, 24, 36])", "m.geometric_mean([])", "m.geometric_mean([-1])", "m.fmean([1, 2], [3, 1])", "m.fmean([1], [1, 2])", "m.fmean([1], [0])",
                "m.harmonic_mean([40, 60], weights=[5, 30])", "m.covariance([1, 2, 3], [1, 5, 7])", "m.correlation([1, 2, 3], [1, 5, 7])", "m.correlation([1, 1], [1, 2])", "m.covariance([1], [2])", "m.variance([1, 2, 3, 4], 2)", "m.pstdev([1.5, 2.5], 2)"]


def string():
    texts = ["$a", "${a}", "$$", "$", "x $a y ${b}z", "$A_1", "${a", "$1", "a$", "$é", "$$a $a", "${ a}", "line\n$ x", "$missing", "${missing} $a"]
    for text in texts:
        yield f"m.Template({text!r}).substitute(a=1, b='two', A_1=3)"
        yield f"m.Template({text!r}).safe_substitute(a=1, b='two')"
        yield f"m.Template({text!r}).substitute({{'a': 5}})"
    for text in ["hello  world", "  x y ", "a-b-c", ""]:
        yield f"m.capwords({text!r})"
        yield f"m.capwords({text!r}, '-')"
    for name in "whitespace ascii_lowercase ascii_uppercase ascii_letters digits hexdigits octdigits punctuation printable".split():
        yield f"m.{name}"


def main():
    if sys.version_info[:2] != (3, 11):
        sys.exit(3)
    names = {name: globals()[name] for name in "fib keys wrapped ordered dispatched heaped context".split()}
    count = wrong = 0
    for cases in (itertools, functools, heapq, bisect, operator, contextlib, statistics, string):
        mine, theirs = ours(cases.__name__), importlib.import_module(cases.__name__)
        for expression in cases():
            count += 1
            a, b = asked(theirs, expression, names), asked(mine, expression, names)
            if a != b:
                wrong += 1
                if wrong <= 30:
                    print(f"{cases.__name__}: {expression}\n  CPython: {a}\n  ours:    {b}")
    print(f"{count} expressions, {wrong} differ")
    sys.exit(1 if wrong else 0)


main()
