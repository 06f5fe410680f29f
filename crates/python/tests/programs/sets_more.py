a, b = {1, 2, 3}, {2, 3, 4}
print(a | b, a & b, a - b, a ^ b, a <= {1, 2, 3, 4}, a < a, a >= {1}, a.isdisjoint({9}), a == {3, 2, 1}, len(a), 2 in a, a.union([9], (8,)), a.intersection([1, 2], {2}), a.difference({1}), a.symmetric_difference([1, 7]))
a.add(5); a.discard(99); a.remove(1); print(sorted(a))
try: a.remove(100)
except KeyError as e: print("KeyError", e)
a |= {7}; a &= {2, 7, 5}; a -= {5}; a ^= {1}; print(sorted(a))
s = set("hello"); print(sorted(s), len(s), s.pop() in "hello", set(), {*()}, frozenset([1, 2]), {frozenset([1]): 1}[frozenset([1])])
f = frozenset("ab"); print(f | {"c"} == frozenset("abc"), type(f | {"c"}).__name__, type({"c"} | f).__name__, hash(f) == hash(frozenset("ba")))
try: f.add(1)
except AttributeError as e: print(e)
try: {[1]}
except TypeError as e: print(e)
print({1, True, 1.0}, {0, False, ""} == {0, ""}, set([1, 2]) == frozenset([1, 2]), bool(set()), set(range(5)) - set(range(3)), {x % 3 for x in range(10)})
c = a.copy(); c.clear(); print(c, a != c, a.issubset(a), a.issuperset([2]), sorted(a.union(*[[10], [11]])))
try: {1} + {2}
except TypeError as e: print(e)
try: {1} | [2]
except TypeError as e: print(e)
d = {"a": 1, "b": 2}; e = {"b": 3, "c": 4}
print(d.keys() & e.keys(), sorted(d.keys() | e.keys()), d.keys() - e.keys(), d.items() & {("a", 1)}, "a" in d.keys(), ("a", 1) in d.items(), 2 in d.values(), d.keys() == {"a", "b"}, sorted(d.keys() ^ e.keys()))
k = d.keys(); d["z"] = 9; print(k, d.values(), d.items(), len(k), list(reversed(d)), list(reversed(d.values())))
try:
    for x in d: d[x + "!"] = 1
except RuntimeError as e: print(e)
try:
    for x in a: a.add(x + 100)
except RuntimeError as e: print(e)
