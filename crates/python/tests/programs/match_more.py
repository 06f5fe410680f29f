from dataclasses import dataclass
@dataclass
class Point:
    x: int
    y: int
def f(v):
    match v:
        case 0 | 1:
            return "small"
        case int(n) if n > 100:
            return f"big {n}"
        case int():
            return "int"
        case str() as s if s.isupper():
            return "upper " + s
        case "a" | "b":
            return "ab"
        case [] | ():
            return "empty"
        case [x]:
            return f"one {x}"
        case [x, *rest]:
            return f"first {x} rest {rest}"
        case {"kind": "circle", "r": r}:
            return f"circle {r}"
        case {"kind": k, **rest}:
            return f"kind {k} {rest}"
        case Point(x=0, y=0):
            return "origin"
        case Point(x, y) if x == y:
            return f"diag {x}"
        case Point():
            return "point"
        case None:
            return "none"
        case True | False:
            return "bool"
        case float():
            return "float"
        case _:
            return "other"
for v in [0, 1, 5, 500, "ABC", "a", "zz", [], (), [1], (1, 2, 3), {"kind": "circle", "r": 2}, {"kind": "sq", "s": 1}, Point(0, 0), Point(2, 2), Point(1, 2), None, 2.5, {1}, True]:
    print(repr(v), f(v))
match (1, (2, [3, 4])):
    case (a, (b, [c, *_])):
        print(a, b, c)
import math
match 3.14:
    case math.pi:
        print("pi")
    case x:
        print("x", x)
match {"a": 1}:
    case {}:
        print("any mapping")
