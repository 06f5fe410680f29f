def log(fn):
    def wrapper(*args, **kw): print("call", fn.__name__, args, kw); return fn(*args, **kw)
    return wrapper
@log
def add(a, b=1): return a + b
print(add(1), add(1, b=5))
def repeat(n):
    def deco(fn):
        def w(*a):
            for _ in range(n): r = fn(*a)
            return r
        return w
    return deco
@repeat(2)
@log
def hi(x): print("hi", x); return x
print(hi("z"))
def cls_deco(c): c.added = True; return c
@cls_deco
class K: pass
print(K.added)
class Memo:
    def __init__(self, f): self.f, self.cache = f, {}
    def __call__(self, n):
        if n not in self.cache: self.cache[n] = self.f(n)
        return self.cache[n]
@Memo
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(50))
