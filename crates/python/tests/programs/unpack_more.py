a, b = 1, 2; a, b = b, a; print(a, b)
first, *mid, last = range(6); print(first, mid, last)
(a, b), c = (1, 2), 3; print(a, b, c)
[x, [y, z]] = [1, [2, 3]]; print(x, y, z)
*a, b = "abc"; print(a, b)
a, *b = [1]; print(a, b)
for i, (k, v) in enumerate({"a": 1, "b": 2}.items()): print(i, k, v)
def f(a, b=2, *args, c, d=4, **kw): return (a, b, args, c, d, kw)
print(f(1, c=3), f(1, 5, 6, 7, c=8, e=9), f(*[1, 2, 3], **{"c": 4, "z": 5}))
print([*range(3), *"ab"], {*[1, 2], *[2, 3]}, {**{"a": 1}, "b": 2, **{"a": 3}}, (*[1], 2))
def g(*, k): return k
def h(a, b, /, c): return a, b, c
print(g(k=1), h(1, 2, c=3))
for call in [lambda: f(), lambda: g(1), lambda: h(a=1, b=2, c=3), lambda: f(1, 2, 3), lambda: h(1), lambda: h(1, 2, 3, 4), lambda: f(1, c=1, a=2), lambda: g()]:
    try: print(call())
    except TypeError as e: print(e)
x = y = z = []; x.append(1); print(y, z, x is z)
i = 0; l = [0, 0]; i, l[i] = 1, 5; print(i, l)
def swap(d, a, b): d[a], d[b] = d[b], d[a]
d = {"x": 1, "y": 2}; swap(d, "x", "y"); print(d)
if (n := len([1, 2, 3])) > 2: print(n)
print([y := 1, y ** 2], [last := v for v in range(3)], last)
while (k := d.popitem() if d else None): print(k)
