import functools, time
def log(fn):
    @functools.wraps(fn)
    def wrapper(*args, **kw):
        print("call", fn.__name__, args, kw)
        r = fn(*args, **kw)
        print("ret", r)
        return r
    return wrapper
@log
def add(a, b=1):
    "adds"
    return a + b
add(1); add(1, b=5); print(add.__name__, add.__doc__, add.__wrapped__(2, 2))
def repeat(n):
    def deco(fn):
        def w(*a):
            return [fn(*a) for _ in range(n)]
        return w
    return deco
@repeat(2)
@log
def hi(x): return x.upper()
print(hi("a"))
class Count:
    def __init__(self, fn): self.fn, self.n = fn, 0
    def __call__(self, *a):
        self.n += 1
        return self.fn(*a)
@Count
def sq(x): return x * x
print(sq(3), sq(4), sq.n)
def add_repr(cls):
    cls.__repr__ = lambda self: f"<{cls.__name__} {self.__dict__}>"
    return cls
@add_repr
class P:
    def __init__(self, x): self.x = x
print(P(5))
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info())
class T:
    @functools.cached_property
    def v(self): print("computing"); return 42
    @staticmethod
    def s(): return "s"
    @classmethod
    def c(cls): return cls.__name__
t = T(); print(t.v, t.v, t.s(), T.c(), t.c())
@functools.singledispatch
def show(x): return "obj"
@show.register(int)
def _(x): return "int"
@show.register
def _(x: list): return "list"
print(show(1), show([]), show("a"))
print(functools.reduce(lambda a, b: a * b, range(1, 6)), functools.partial(pow, 2)(5), sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
@functools.total_ordering
class V:
    def __init__(s, v): s.v = v
    def __eq__(s, o): return s.v == o.v
    def __lt__(s, o): return s.v < o.v
print(V(1) <= V(2), V(3) > V(2), V(2) >= V(2))
