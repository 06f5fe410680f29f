data = [("b", 2), ("a", 2), ("c", 1), ("d", 1)]
print(sorted(data, key=lambda t: t[1]), sorted(data, key=lambda t: t[1], reverse=True), sorted(data))
words = ["banana", "Apple", "cherry"]; words.sort(key=str.lower); print(words); words.sort(reverse=True); print(words)
class R:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
    def __repr__(self): return str(self.v)
l = [R(3), R(1), R(2)]; l.sort(); print(l, sorted(l, key=lambda r: -r.v), min(l), max(l, key=lambda r: r.v))
print(sorted([True, False, 2, 0.5]), sorted([[2], [1, 5], [1]]), sorted("bca", reverse=True), sorted([(1, "b"), (1, "a")]))
try: [1, "a", 2].sort()
except TypeError as e: print(e)
