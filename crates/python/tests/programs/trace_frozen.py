from dataclasses import dataclass
@dataclass(frozen=True)
class P:
    x: int
p = P(1)
print(p)
try:
    p.x = 2
except AttributeError as e:
    print(type(e).__name__, e)
assert p.x == 2, 'frozen stays'
