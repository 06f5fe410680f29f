from enum import Enum, IntEnum, Flag, IntFlag, StrEnum, auto, unique
class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1
    def pretty(self):
        return self.name.lower()
    @classmethod
    def default(cls):
        return cls.RED
print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, Color(2), Color["BLUE"])
print(list(Color), len(Color), Color.CRIMSON is Color.RED, Color.RED.pretty(), Color.default())
print(Color.__members__, Color.RED == Color.RED, Color.RED != Color.BLUE, Color.RED in Color)
print(isinstance(Color.RED, Color), type(Color.RED), Color, {Color.RED: 1})
try:
    Color(9)
except ValueError as e:
    print(e)
try:
    Color["NOPE"]
except KeyError as e:
    print(e)
try:
    Color.RED = 5
except AttributeError as e:
    print(e)
class P(IntEnum):
    LOW = 1
    HIGH = 10
print(P.LOW < P.HIGH, P.LOW + 1, P.HIGH, repr(P.HIGH), f"{P.HIGH}", sorted([P.HIGH, P.LOW]), max(P), P(10))
class A(Enum):
    X = auto()
    Y = auto()
    Z = auto()
print([(a.name, a.value) for a in A])
class Perm(Flag):
    R = 4
    W = 2
    X = 1
    RWX = R | W | X
print(Perm.R | Perm.W, repr(Perm.R | Perm.W), Perm.R in Perm.RWX, bool(Perm.R & Perm.W), ~Perm.R, list(Perm.RWX), Perm(3))
class F(IntFlag):
    A = auto()
    B = auto()
print(F.A | F.B, repr(F.A | F.B), F.A + 1, (F.A | F.B).value)
class S(StrEnum):
    ONE = auto()
    TWO = "deux"
print(S.ONE, S.TWO.upper(), S.ONE == "one", repr(S.TWO), f"{S.TWO:>6}")
try:
    @unique
    class D(Enum):
        A = 1
        B = 1
except ValueError as e:
    print(e)
class Planet(Enum):
    EARTH = (5.97e24, 6.37e6)
    MARS = (6.4e23, 3.39e6)
    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius
    @property
    def g(self):
        return self.mass / self.radius ** 2
print(Planet.EARTH.mass, Planet.MARS.value, round(Planet.EARTH.g / 1e9, 3))
match Color.GREEN:
    case Color.RED:
        print("r")
    case Color.GREEN:
        print("g")
E = Enum("E", "A B C")
print(list(E), E.A.value)
