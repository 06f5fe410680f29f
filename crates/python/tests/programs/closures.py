def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    return inc
c = counter(); d = counter()
print(c(), c(5), d(), c())
fs = [lambda: i for i in range(3)]; print([f() for f in fs])
fs = [lambda i=i: i for i in range(3)]; print([f() for f in fs])
def outer():
    x = "outer"
    def middle():
        def inner(): return x
        return inner
    x = "changed"
    return middle()()
print(outer())
def late():
    def g(): return v
    try: g()
    except NameError as e: print(e)
    v = 1
    return g()
print(late())
def local_error():
    try: print(zz)
    except UnboundLocalError as e: print(e)
    zz = 1
local_error()
def make_adders(): return [(lambda k: lambda x: x + k)(k) for k in range(3)]
print([a(10) for a in make_adders()])
