t = (1, 2, 3)
print(t, t[0], t[-1], t[1:], len(t), (1,), (), t + (4,), t * 2, 2 in t, t.count(1), t.index(3))
a, b, c = t; (d, e), f = (1, 2), 3; g, *h = t; *i, j = t; k, *l, m = range(5)
print(a, b, c, d, e, f, g, h, i, j, k, l, m)
x, y = 1, 2; x, y = y, x; print(x, y, hash((1, 2)) == hash((1, 2)), (1, 2) < (1, 3), tuple("ab"))
try: t[0] = 5
except TypeError as e: print(e)
def multi(): return 1, "two"
n, s = multi(); print(n, s)
