l = list(range(10))
print(l[2:5], l[:3], l[7:], l[::2], l[::-1], l[-3:], l[:-3], l[5:2], l[8:2:-2], l[100:], l[-100:2], l[slice(1, 4)])
l[2:4] = ["a", "b", "c"]; print(l)
l[::3] = [0] * len(l[::3]); print(l)
del l[1:3]; print(l)
l[len(l):] = [99]; print(l)
l[1:1] = [7, 8]; print(l)
try:
    l[::2] = [1]
except ValueError as e:
    print(e)
s = "hello world"; print(s[1:4], s[::-1], s[-5:], s[:0], s[20:], s[4:-4], s[::3])
t = (1, 2, 3, 4); print(t[1:], t[::-1], t[1:3] + t[:1], t * 2)
b = bytearray(b"hello"); b[0] = 72; b[1:3] = b"EY"; print(b, b[::-1], bytes(b)[1])
r = range(0, 20, 3); print(r[2], r[1:4], r[::-1], list(r[::2]), len(r), 9 in r, 10 in r, r.index(9), r == range(0, 21, 3))
print(slice(1, 10, 2).indices(6), [1, 2, 3][-1], "abc"[-2], l[-1])
class S:
    def __getitem__(self, k): return k
print(S()[1], S()[1:2], S()[::3], S()[1, 2], S()[1:2, ...], S()["x"])
m = [[1, 2], [3, 4]]; print([row[:] for row in m], list(zip(*m)), [r[::-1] for r in m[::-1]], sum(m, []))
