from abc import ABC, abstractmethod
class Subject:
    def __init__(self): self._obs = []
    def attach(self, f): self._obs.append(f); return f
    def notify(self, *a): return [f(*a) for f in self._obs]
s = Subject()
@s.attach
def first(x): return x * 2
s.attach(lambda x: x + 1); print(s.notify(10))
class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
    def __str__(self): return f"{self.name}: {self.area():.2f}"
class Circle(Shape):
    def __init__(self, r): self.r = r
    def area(self): return 3.14159 * self.r ** 2
    name = "circle"
class Sq(Shape):
    def __init__(self, a): self.a = a
    def area(self): return self.a ** 2
    @property
    def name(self): return "square"
for sh in (Circle(1), Sq(2)): print(sh)
try: Shape()
except TypeError as e: print(e)
class Half(Shape):
    def area(self): return 0
try: Half()
except TypeError as e: print(e)
class Factory:
    kinds = {"c": Circle, "s": Sq}
    @classmethod
    def make(cls, k, *a):
        try: return cls.kinds[k](*a)
        except KeyError: raise ValueError(f"unknown {k!r}") from None
print(Factory.make("c", 2).area(), Factory.make("s", 3))
try: Factory.make("z")
except ValueError as e: print(e, e.__cause__, e.__suppress_context__)
class Single:
    _i = None
    def __new__(cls, *a):
        if cls._i is None: cls._i = super().__new__(cls)
        return cls._i
print(Single() is Single(), Single._i is not None)
class Stack:
    def __init__(self): self._d = []
    def push(self, *xs): self._d.extend(xs); return self
    def pop(self):
        if not self._d: raise IndexError("stack is empty")
        return self._d.pop()
    def __len__(self): return len(self._d)
    def __bool__(self): return bool(self._d)
    def __iter__(self): return reversed(self._d)
st = Stack().push(1, 2, 3); print(st.pop(), len(st), list(st), bool(Stack()))
try: Stack().pop()
except IndexError as e: print(e)
class Node:
    def __init__(self, v, nxt=None): self.v, self.nxt = v, nxt
class LL:
    def __init__(self, it=()):
        self.head = None
        for x in reversed(list(it)): self.head = Node(x, self.head)
    def __iter__(self):
        n = self.head
        while n: yield n.v; n = n.nxt
    def reverse(self):
        prev, cur = None, self.head
        while cur: cur.nxt, prev, cur = prev, cur, cur.nxt
        self.head = prev; return self
    def __repr__(self): return " -> ".join(map(str, self)) or "empty"
print(LL([1, 2, 3]), LL([1, 2, 3]).reverse(), LL())
class Chain:
    def __init__(self, v=None): self.v = v or []
    def __getattr__(self, n): return Chain(self.v + [n])
    def __call__(self, *a): return Chain(self.v + [a])
    def __repr__(self): return repr(self.v)
print(Chain().a.b(1).c)
