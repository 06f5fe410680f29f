s = {3, 1, 2, 3}
print(s, len(s), 2 in s, set(), {1} | {2}, {1, 2} & {2, 3}, {1, 2} - {2}, {1, 2} ^ {2, 3})
s.add(10); s.discard(99); s.remove(1); print(sorted(s))
print({1, 2} <= {1, 2, 3}, {1, 2} < {1, 2}, {1}.issubset([1, 2]), {1, 2}.isdisjoint({3}))
print(frozenset([1, 2]), {frozenset([1])}, set("aab") == {"a", "b"}, sorted({x % 3 for x in range(10)}))
print({100, 5, 64, 33, 1}, {1.5, 2, True}, set(range(20)))
s2 = set(range(5)); s2 |= {7}; s2 -= {0}; s2 &= {1, 2, 7, 9}; print(s2, s2.union([4]), s2.pop())
try: {[]}
except TypeError as e: print(e)
try: s.remove("nope")
except KeyError as e: print("KeyError", e)
