from typing import List, Dict, Optional, Union, Any, Tuple, Callable, TypeVar, Generic, NamedTuple, TypedDict, Protocol, runtime_checkable, Iterable, cast, Literal, Final, NewType, get_type_hints
print(List[int], Dict[str, int], Optional[int], Union[int, str], Any, Tuple[int, ...], Callable[[int], str], Literal["a", 1])
T = TypeVar("T")
class Stack(Generic[T]):
    def __init__(self) -> None:
        self.items: list[T] = []
    def push(self, item: T) -> None:
        self.items.append(item)
    def pop(self) -> T:
        return self.items.pop()
s = Stack[int]()
s.push(1); print(s.pop(), T)
class P(NamedTuple):
    x: int
    y: int = 5
    def total(self):
        return self.x + self.y
p = P(1)
print(p, p.total(), p.x, P._fields, P(2, 3)._asdict(), p == (1, 5))
class Movie(TypedDict):
    name: str
    year: int
m: Movie = {"name": "x", "year": 1}
print(m, Movie(name="q", year=2))
@runtime_checkable
class Quacks(Protocol):
    def quack(self) -> str: ...
class Duck:
    def quack(self):
        return "Quack"
print(isinstance(Duck(), Quacks), isinstance(3, Quacks))
def f(a: int, b: "str" = "x", *args: float, c: Optional[int] = None, **kw: Any) -> Dict[str, int]:
    return {}
print(f.__annotations__)
class C:
    a: int
    b: List[str] = []
print(C.__annotations__, get_type_hints(C))
UserId = NewType("UserId", int)
print(UserId(5), cast(int, "x"))
x: int = 3
print(__annotations__)
print(int | None, list[int], dict[str, list[int]])
try:
    def g(a: Foo): pass
except NameError as e:
    print(e)
