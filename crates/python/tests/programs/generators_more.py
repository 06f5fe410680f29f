def count(n):
    i = 0
    while i < n:
        x = yield i
        if x: print("got", x)
        i += 1
    return "done"
g = count(3); print(next(g), g.send("hi"), list(g))
def outer():
    r = yield from count(2)
    print("r", r)
    yield 99
print(list(outer()))
def fin():
    try:
        yield 1
        yield 2
    finally:
        print("cleanup")
g = fin(); next(g); g.close()
def thr():
    try:
        yield 1
    except ValueError as e:
        print("caught", e)
        yield 2
g = thr(); next(g); print(g.throw(ValueError("boo")))
try: next(g)
except StopIteration as e: print("stop", e.value)
print(sum(x * x for x in range(10) if x % 2), max((len(w), w) for w in "a bbb cc".split()))
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
from itertools import *
print(list(islice(fib(), 10)), list(takewhile(lambda x: x < 30, fib())))
print(list(chain([1], [2, 3])), list(zip_longest([1, 2], [3], fillvalue=0)), list(product("ab", [1, 2])), list(permutations([1, 2, 3], 2)), list(combinations("abcd", 2)), list(accumulate([1, 2, 3])), list(groupby("aabbc"))[0][0], [(k, list(v)) for k, v in groupby("aabbc")], list(repeat(1, 3)), list(count(5) if False else islice(cycle("ab"), 5)), list(starmap(pow, [(2, 3), (3, 2)])), list(compress("abc", [1, 0, 1])), list(dropwhile(lambda x: x < 3, [1, 4, 2])), list(filterfalse(lambda x: x % 2, range(5))), list(pairwise([1, 2, 3])), list(tee([1, 2])[0]))
gen = (x for x in [1, 2, 3]); print(type(gen).__name__, next(gen), list(gen), list(gen))
def tree(n):
    if n:
        yield from tree(n - 1); yield n; yield from tree(n - 1)
print(list(tree(3)))
try:
    g = (x for x in "a"); g.send(5)
except TypeError as e: print(e)
def r():
    raise StopIteration("x")
    yield
try: list(r())
except RuntimeError as e: print(e, repr(e.__cause__))
it = iter([1, 2, 3]); print(next(it), next(it, "d"), next(it), next(it, "end"))
print(list(iter(lambda l=[1, 2, 0]: l.pop(0), 0)), list(reversed(range(3))), list(enumerate("ab", 1)), list(map(lambda a, b: a + b, [1, 2], [3, 4])), list(filter(None, [0, 1, "", "a"])), dict(zip("ab", [1, 2])), any([]), all([]), list(zip([1, 2], [3, 4], strict=True)))
