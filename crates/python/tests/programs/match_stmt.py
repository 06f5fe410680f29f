def m(v):
    match v:
        case 0: return "zero"
        case 1 | 2: return "one or two"
        case int(n) if n > 100: return f"big {n}"
        case int(): return "int"
        case "hi": return "greeting"
        case str(s): return "str " + s
        case [] : return "empty"
        case [x]: return f"one {x}"
        case [1, *rest]: return f"starts 1 {rest}"
        case (a, b): return f"pair {a} {b}"
        case [_, _, *_]: return "many"
        case {"type": "circle", "r": r}: return f"circle {r}"
        case {"x": x, **rest}: return f"x {x} {rest}"
        case None: return "none"
        case True: return "true"
        case Point(x=0, y=y): return f"on y {y}"
        case Point(a, b): return f"point {a} {b}"
        case float() as f: return f"float {f}"
        case _: return "other"
class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
for v in [0, 2, 500, 7, "hi", "yo", [], [5], [1, 2, 3], (8, 9), [7, 8, 9], {"type": "circle", "r": 3}, {"x": 1, "z": 2}, None, Point(0, 5), Point(3, 4), 2.5, {1}, {}]:
    print(m(v))
match 5:
    case 6: print("no")
print("done")
class Color: RED = 1
match 1:
    case Color.RED: print("red")
match [1, [2, 3]]:
    case [a, [b, c]]: print(a, b, c)
match ("go", "north"):
    case ("go", ("north" | "south") as d): print(d)
