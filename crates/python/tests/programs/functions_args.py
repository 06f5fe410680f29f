def f(a, b=2, *args, c, d=4, **kw):
    return (a, b, args, c, d, kw)
print(f(1, c=3), f(1, 5, 6, 7, c=8, e=9), f(c=1, a=2), f(*[1, 2, 3], **{"c": 4, "z": 5}))
def g(a, /, b, *, c): return a, b, c
print(g(1, 2, c=3), g(1, b=2, c=3))
def h(*args, **kw): return args, kw
print(h(), h(1, x=2), h(*range(3), *"ab", **{"q": 1}, r=2))
for call in ["f()", "f(1)", "g(a=1, b=2, c=3)", "g(1, 2)", "g(1, 2, 3, c=1)", "h2(1)", "k(1, 2, 3)", "k(1, a=2)", "k(x=1)"]:
    pass
def k(a, b=1): return a
def tryit(fn):
    try: print(fn())
    except TypeError as e: print(e)
tryit(lambda: f()); tryit(lambda: f(1)); tryit(lambda: g(a=1, b=2, c=3)); tryit(lambda: g(1, 2))
tryit(lambda: g(1, 2, 3, c=1)); tryit(lambda: k(1, 2, 3)); tryit(lambda: k(1, a=2)); tryit(lambda: k(x=1)); tryit(lambda: k())
def none(): pass
tryit(lambda: none(1)); tryit(lambda: len()); tryit(lambda: len(1, 2)); print(none())
def m(a, b, c): pass
tryit(lambda: m()); tryit(lambda: m(1)); tryit(lambda: m(1, 2))
def defaults(x=[]): x.append(1); return x
print(defaults(), defaults(), defaults.__name__, defaults.__defaults__)
