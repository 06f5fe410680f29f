from dataclasses import dataclass, field, asdict, astuple, replace, fields, FrozenInstanceError, is_dataclass, KW_ONLY
from typing import ClassVar, List, Optional
@dataclass
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)
    kind: ClassVar[str] = "pt"
p = Point(1)
print(p, p == Point(1, 0, []), Point(2, y=3))
p.tags.append("a"); print(p, Point(1).tags)
try:
    Point()
except TypeError as e:
    print(e)
try:
    Point(1, 2, [], 4)
except TypeError as e:
    print(e)
try:
    Point(1, z=2)
except TypeError as e:
    print(e)
@dataclass(frozen=True, order=True)
class Version:
    major: int
    minor: int = 0
v = Version(1, 2)
try:
    v.major = 3
except FrozenInstanceError as e:
    print(type(e).__name__, e)
print(sorted([Version(2), Version(1, 5), v]), hash(v) == hash(Version(1, 2)), v < Version(1, 3))
@dataclass
class Base:
    a: int = 1
@dataclass
class Child(Base):
    b: str = "x"
    def __post_init__(self):
        self.c = self.a * 2
print(Child(5), Child(5).c, asdict(Child(3, "q")), astuple(Child()), replace(Child(1), b="new"))
print([f.name for f in fields(Child)], is_dataclass(Child), is_dataclass(Child()), is_dataclass(3))
@dataclass(slots=True)
class S:
    a: int
    b: int = 2
s = S(1)
try:
    s.q = 1
except AttributeError as e:
    print(e)
print(s, S.__slots__)
@dataclass(kw_only=True)
class K:
    a: int
    b: int = 5
print(K(a=1))
try:
    K(1)
except TypeError as e:
    print(e)
@dataclass
class M:
    a: int
    _: KW_ONLY
    b: int = 3
print(M(1, b=4))
match p:
    case Point(x=1, y=yy):
        print("match", yy)
match Version(1, 2):
    case Version(1, m):
        print("m", m)
try:
    @dataclass
    class Bad:
        x: list = []
except ValueError as e:
    print(e)
print(fields(Point)[0].type, fields(Point)[2].default_factory, Point.__annotations__)
