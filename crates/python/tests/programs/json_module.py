import json
data = {"name": "Ann", "age": 30, "tags": ["a", "b"], "nested": {"x": None, "y": True, "z": 1.5}, "empty": [], "e2": {}, "u": "é\n\"q\""}
print(json.dumps(data))
print(json.dumps(data, indent=2))
print(json.dumps(data, sort_keys=True, separators=(",", ":")))
print(json.dumps(data, ensure_ascii=False, indent="\t"))
print(json.loads(json.dumps(data)) == data)
print(json.dumps({1: 2, None: 3, True: 4, 1.5: 5}), json.dumps((1, 2)), json.dumps("x"), json.dumps(float("inf")))
for bad in ["{", "[1,]", "{'a': 1}", "nul", "", "[1 2]", '{"a" 1}', '"abc']:
    try:
        json.loads(bad)
    except json.JSONDecodeError as e:
        print(e, e.pos, e.lineno, e.colno)
class Foo: pass
try:
    json.dumps(Foo())
except TypeError as e:
    print(e)
try:
    json.dumps({(1, 2): 3})
except TypeError as e:
    print(e)
print(json.dumps({"s": {1}}, default=lambda o: sorted(o)))
a = []; a.append(a)
try:
    json.dumps(a)
except ValueError as e:
    print(e)
print(json.loads('[1, 2.5, "x", null, true, {"a": [1]}]', object_hook=lambda d: ("obj", d)))
class E(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, set):
            return list(o)
        return super().default(o)
print(json.dumps({"a": {5}}, cls=E))
