d = {"a": 1, "b": 2}
print(d.get("a"), d.get("z"), d.get("z", 0), d.setdefault("c", 3), d.setdefault("a", 9), d.pop("b"), d.pop("q", None), d, list(d), len(d))
d.update({"x": 1}, y=2); d |= {"w": 0}; print(d, d | {"a": 100}, {"k": 1} | d == {**{"k": 1}, **d})
print(d.popitem(), d, "a" in d, d.keys(), d.values(), d.items(), dict(a=1), dict([("k", "v")]), dict(zip("ab", range(2))), dict.fromkeys("ab", 0), {})
del d["a"]
try: del d["a"]
except KeyError as e: print("KeyError", e)
nested = {"x": {"y": {"z": 1}}}; print(nested["x"]["y"]["z"], nested.get("q", {}).get("r"))
for i, (k, v) in enumerate(sorted(d.items())): print(i, k, v)
c = d.copy(); c["new"] = 1; print(d == c, c != d, {1: "a"} == {1.0: "a"}, {True: 1}[1])
print({1: "one", 1.0: "float", True: "bool"}, {(1, 2): "t"}[1, 2], {None: 0}[None], max(d, key=d.get), sorted(d, key=lambda k: d[k]))
groups = {}
for w in ["apple", "bob", "avocado", "cat"]: groups.setdefault(w[0], []).append(w)
print(groups, {k: len(v) for k, v in groups.items()}, sum(map(len, groups.values())), [k for k, v in groups.items() if len(v) > 1])
inv = {v: k for k, v in {"a": 1, "b": 2}.items()}; print(inv, min(inv), sum(inv), tuple(inv.items()))
class K:
    def __init__(self, v): self.v = v
    def __hash__(self): return hash(self.v)
    def __eq__(self, o): return isinstance(o, K) and self.v == o.v
    def __repr__(self): return f"K{self.v}"
m = {K(1): "a"}; m[K(1)] = "b"; m[K(2)] = "c"; print(m, m[K(2)], K(1) in m, m.get(K(9)), m.pop(K(1)), len(m), list(m))
class U:
    def __eq__(self, o): return True
try: {U(): 1}
except TypeError as e: print(e)
d = {}; d[1] = d; print(d)
l = [1]; l.append(l); print(l, len(l))
class D(dict):
    def __missing__(self, k): self[k] = v = k * 2; return v
x = D(); print(x[3], x, x.get(5), isinstance(x, dict), type(x).__name__)
a = {"x": 1}; b = a; b["y"] = 2; print(a is b, a, id(a) == id(b))
try: {}["missing"]
except KeyError as e: print(str(e), e.args[0])
try: dict([(1, 2, 3)])
except ValueError as e: print(e)
try: dict(5)
except TypeError as e: print(e)
a.clear(); print(a, bool(a), not a, dict(a, z=1), list({"b": 1, "a": 2}.keys()), str({"a": [1, (2,)]}))
