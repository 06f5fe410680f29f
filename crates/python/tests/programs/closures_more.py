def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    def get(): return n
    return inc, get
i, g = counter(); i(); i(5); print(g())
fs = [lambda: x for x in range(3)]; print([f() for f in fs])
fs = [lambda x=x: x for x in range(3)]; print([f() for f in fs])
def make(n): return lambda x: x * n
print([make(k)(10) for k in range(3)])
def outer():
    x = "outer"
    def mid():
        def inner():
            nonlocal x
            x = "changed"
        inner()
        return x
    return mid(), x
print(outer())
def f():
    print(v)
    v = 1
try: f()
except UnboundLocalError as e: print(e)
def g2():
    def h(): return late
    try: h()
    except NameError as e: print(e)
    late = 5
    return h()
print(g2(), f.__name__, counter.__code__.co_name if False else "")
x = 10
def shadow():
    global x
    x += 1
    return x
print(shadow(), x)
def compose(*fs):
    def run(v):
        for f in reversed(fs): v = f(v)
        return v
    return run
print(compose(str, lambda v: v + 1, abs)(-5))
print((lambda *a, **k: (a, k))(1, 2, z=3), (lambda a, b=2: a + b)(1))
acc = []
def default_trap(v, l=[]):
    l.append(v); return l
print(default_trap(1), default_trap(2), default_trap(3, []))
