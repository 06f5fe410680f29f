data = [("b", 2), ("a", 2), ("c", 1)]
print(sorted(data), sorted(data, key=lambda p: p[1]), sorted(data, key=lambda p: (-p[1], p[0])), sorted(data, reverse=True), sorted(data, key=lambda p: p[1], reverse=True))
l = [3, 1, 2]; l.sort(); print(l); l.sort(reverse=True); print(l); l.sort(key=lambda x: x % 2); print(l)
print(sorted("Hello World", key=str.lower), sorted(["bb", "a", "ccc"], key=len), sorted([True, False, 2, 0]), sorted([1.5, 1, -2]), sorted({3: "x", 1: "y"}))
from operator import itemgetter, attrgetter
print(sorted(data, key=itemgetter(1, 0)), max(data, key=itemgetter(1)), min(data, key=lambda p: p[0]), max([1, 5, 3], default=0), min([], default="none"), max("a", "c", "b"), max([[1, 2], [1, 3]]))
class P:
    def __init__(self, n, a): self.n, self.a = n, a
    def __repr__(self): return f"{self.n}{self.a}"
    def __lt__(self, o): return self.a < o.a
ps = [P("x", 3), P("y", 1), P("z", 2)]
print(sorted(ps), sorted(ps, key=attrgetter("n"), reverse=True), min(ps), max(ps, key=lambda p: p.a))
try: sorted([1, "a"])
except TypeError as e: print(e)
try: sorted([None, 1])
except TypeError as e: print(e)
try: [3, P("q", 1)].sort()
except TypeError as e: print(e)
import bisect, heapq
a = [1, 3, 5]; bisect.insort(a, 4); print(a, bisect.bisect(a, 3), bisect.bisect_left(a, 3))
h = [5, 1, 4]; heapq.heapify(h); heapq.heappush(h, 0); print([heapq.heappop(h) for _ in range(4)], heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, [1, 5, 3]), list(heapq.merge([1, 4], [2, 3])))
print(list(reversed([1, 2, 3])), [x for x in reversed("abc")], sorted(range(5), key=lambda x: -x), sorted([[2, 1], [1, 2], [1, 1]]), sorted([(1, "b"), (1, "a")]), sorted(["B", "a", "C"]), sorted(["B", "a", "C"], key=str.casefold))
log = []
def key(x): log.append(x); return -x
sorted([3, 1, 2], key=key); print(log)
print(sorted([0.1 + 0.2, 0.3]), sorted([float("inf"), 1, float("-inf")]), sorted([b"b", b"a"]), sum(sorted([1, 2, 3], reverse=True)[:2]))
