def f(*a): return a
print(f(*[1], *(2, 3), *"ab"), [*range(3), *[9]], (*[1], 2), {*[1, 2], 3}, {**{"a": 1}, "b": 2, **{"a": 3}})
first, *rest = "hello"; print(first, rest)
*init, last = [1]; print(init, last)
a = b = c = []; a.append(1); print(c)
d = {}; d["x"], d["y"] = 1, 2; print(d)
i = 0; l = [5, 6]; i, l[i] = 1, 9; print(i, l)
x = [1, 2, 3]; x[0], x[1] = x[1], x[0]; print(x)
print((lambda *a, **k: (a, k))(1, b=2), (lambda: (yield))().__class__.__name__)
