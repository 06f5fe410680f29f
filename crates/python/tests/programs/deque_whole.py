# All of deque: what it does, what it says, and what it refuses.
import copy
from collections import deque
from collections.abc import MutableSequence, Sequence, Hashable

d = deque([1, 2, 3])
print(d, len(d), bool(d), bool(deque()))
d.append(4)
d.appendleft(0)
print(d, d.pop(), d.popleft(), d)
d.extend("ab")
d.extendleft("xy")
print(d)
d.extend(d)
print(d)
d.extendleft(d)
print(d, len(d))
e = deque(range(5), maxlen=3)
print(e, e.maxlen, deque().maxlen)
e.append(9)
e.appendleft(8)
print(e)
e.extend([1, 2, 3, 4])
print(e)
try:
    e.insert(0, 1)
except IndexError as error:
    print(error)
z = deque(maxlen=0)
z.append(1)
z.appendleft(1)
print(z, len(z))
for n in (1, -1, 2, 7, -7, 0):
    r = deque("abcde")
    r.rotate(n)
    print(n, "".join(r))
r = deque("abcab")
print(r.count("a"), r.index("b"), r.index("b", 2), r.index("a", -2))
r.remove("b")
print(r)
for bad in (lambda: r.remove("z"), lambda: r.index("z"), lambda: deque().pop(), lambda: deque().popleft(),
            lambda: r[10], lambda: r["a"], lambda: r[0:1], lambda: hash(r), lambda: r < [1], lambda: r + [1],
            lambda: deque(5), lambda: deque([], -1), lambda: deque([], "a"), lambda: {r: 1},
            lambda: r.__setitem__(10, 1), lambda: r.__delitem__(10), lambda: r * "a", lambda: r.nothing,
            lambda: r.append(), lambda: r.append(1, 2), lambda: r()):
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, error)
r[0] = "A"
r[-1] = "Z"
del r[1]
print(r, r[0], r[-1], "A" in r, "q" in r)
r.insert(1, "m")
r.insert(-100, "first")
r.insert(100, "last")
print(r)
r.reverse()
print(r, list(reversed(r)), sorted(r), tuple(r), set(r) == set(r.copy()))
print(deque([1, 2]) == deque([1, 2]), deque([1, 2]) == [1, 2], deque([1]) != deque([2]), deque([1, 2]) < deque([1, 3]))
print(deque([1]) <= deque([1]), deque([2]) > deque([1, 5]), deque() >= deque([1]))
print(deque([1], maxlen=2) + deque([2, 3]), deque([1, 2]) * 2, 2 * deque([1, 2], 3), deque([1]) * 0)
i = deque([1])
j = i
i += [2, 3]
i *= 2
print(i, j is i)
for it in (iter, reversed):
    m = deque([1, 2, 3])
    try:
        for item in it(m):
            print(item)
            m.append(item)
    except RuntimeError as error:
        print(error)
m = deque([1, 2, 3])
for item in m:
    m[0] = item
print(m)
it = iter(m)
print(type(it), next(it), list(it))
m.clear()
print(m, deque([[], {}, "a", 1.5]))
m.append(m)
print(m)
class D(deque):
    def both(self):
        return self[0], self[-1]
s = D([1, 2, 3], maxlen=5)
s.append(4)
print(s, s.both(), type(s.copy()), s.copy().maxlen, isinstance(s, deque), len(s), s == deque([1, 2, 3, 4]))
s.tag = "t"
c = copy.copy(s)
print(c, c is s)
class Named(deque):
    def __init__(self, name, items):
        super().__init__(items, 4)
        self.name = name
n = Named("n", [1, 2, 3, 4, 5])
print(n, n.name, n.maxlen)
nested = deque([[1], deque([2])], 7)
a, b = copy.copy(nested), copy.deepcopy(nested)
nested[0].append("x")
nested[1].append("y")
print(a, b, a[0] is nested[0], b.maxlen)
print(deque, deque.__name__, deque.__module__, type(deque([])).__qualname__)
print(isinstance(d, MutableSequence), isinstance(d, Sequence), isinstance(d, Hashable), isinstance(d, list))
print(deque[int], sum(deque([1, 2])), max(deque([1, 5, 2])), any(deque([0, 0])), all(deque()), list(zip(deque("ab"), deque("cd"))))
first, *rest = deque([1, 2, 3])
print(first, rest, [*deque("xy")], dict(enumerate(deque("pq"))))
class Eq:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        return isinstance(other, Eq) and self.n == other.n
    def __repr__(self):
        return f"Eq({self.n})"
q = deque([Eq(1), Eq(2), Eq(1)])
print(q, q.count(Eq(1)), q.index(Eq(2)), Eq(2) in q, q == deque([Eq(1), Eq(2), Eq(1)]), q != deque())
q.remove(Eq(1))
print(q)
def gen():
    yield from range(4)
print(deque(gen(), 2), deque(iterable=gen(), maxlen=3), deque(x * x for x in range(3)))
g = deque()
g.extend(gen())
g.extendleft(x + 10 for x in range(2))
print(g)
match deque([1, 2]):
    case [x, y]:
        print("matched", x, y)
def tail(items, n):
    return deque(items, n)
print(*tail(range(100), 3))
big = deque()
for k in range(10000):
    big.append(k)
    if k % 3 == 0:
        big.popleft()
print(len(big), big[0], big[len(big) // 2])
