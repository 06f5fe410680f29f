d = {"a": 1, "b": 2}
d["c"] = 3; d["a"] = 10
print(d, len(d), "a" in d, "z" in d, d.get("z"), d.get("z", 0))
print(list(d), list(d.keys()), list(d.values()), list(d.items()))
print(d.pop("b"), d.pop("q", None), d.setdefault("x", []), d)
d.update({"y": 5}, z=6); print(d)
del d["y"]; print(d.popitem(), d)
for k, v in d.items(): print(k, v)
print({k: v * 2 for k, v in {"p": 1}.items()}, dict([("m", 1)], n=2), dict(zip("ab", [1, 2])))
print({1: "int", 1.0: "float", True: "bool"}, {(1, 2): "t"}, {"a": 1} | {"b": 2}, {"a": 1} == {"a": 1.0})
print({}.get("x"), dict.fromkeys("ab", 0), d.keys() & {"a"}, d.items())
e = {}; e["self"] = e; print(e)
from_keys = sorted({"b": 1, "a": 2}.items(), key=lambda kv: kv[1]); print(from_keys)
try:
    for k in d: d[k + "!"] = 1
except RuntimeError as err: print(err)
