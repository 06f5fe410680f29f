# The bytes are CPython's.
import pickle
from collections import namedtuple
from dataclasses import dataclass
from enum import Enum

class Colour(Enum):
    RED = 1
    GREEN = "g"

@dataclass
class Order:
    number: int
    lines: list

class Plain:
    pass

class Own:
    def __init__(self, n):
        self.n = n

    def __getstate__(self):
        return {"twice": self.n * 2}

    def __setstate__(self, state):
        self.n = state["twice"] // 2

class Made:
    def __init__(self, n):
        self.n = n

    def __reduce__(self):
        return (Made, (self.n + 1,))

Pair = namedtuple("Pair", "a b")

def both(value):
    bytes = pickle.dumps(value)
    back = pickle.loads(bytes)
    return len(bytes), bytes[:60], back

same = [1]
for value in (None, True, 5, 300, -5, 70000, 1 << 40, -(1 << 70), 1.5, "", "a", "text", "ü" * 300, b"", b"xyz", [], [1], [1, 2],
              (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), {}, {"a": 1}, {"a": 1, "b": [2]}, set(), {3}, frozenset({1}),
              [same, same], "x" * 300, list(range(1005)), range(3), slice(1, 2), bytearray(b"q"), [None, [], ()]):
    print(*both(value)[:2], value if len(str(value)) < 50 else "", both(value)[2] == value)
print(len(pickle.dumps("y" * 100000)), len(pickle.dumps([b"z" * 70000, "w" * 70000])), len(pickle.dumps(list(range(30000)))))
print(both(Order(3, ["a"])))
print(both(Colour.RED)[2] is Colour.RED, both(Pair(1, 2))[2], both(Made(1))[2].n, both(Own(4))[2].n)
print(len(pickle.dumps(Order(1, []))), len(pickle.dumps(Plain())), len(pickle.dumps(Made(1))), len(pickle.dumps(Own(1))))
print(len(pickle.dumps([Order(n, [n]) for n in range(20)])))
loop = []
loop.append(loop)
back = pickle.loads(pickle.dumps(loop))
print(back[0] is back)
pair = pickle.loads(pickle.dumps([same, same]))
print(pair[0] is pair[1])
error = pickle.loads(pickle.dumps(ValueError("no", 3)))
print(repr(error), error.args)
print(pickle.loads(pickle.dumps(both)) is both, pickle.loads(pickle.dumps(len)) is len, pickle.loads(pickle.dumps(Order)) is Order)
print(pickle.loads(pickle.dumps("abc".upper))(), pickle.loads(pickle.dumps(Own(5).__getstate__))())
