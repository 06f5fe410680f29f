class Num:
    def __init__(self, v): self.v = v
    def __repr__(self): return f"Num({self.v})"
    def __add__(self, o): return Num(self.v + getattr(o, "v", o))
    __radd__ = __add__
    def __iadd__(self, o): self.v += getattr(o, "v", o); return self
    def __sub__(self, o): return Num(self.v - getattr(o, "v", o))
    def __rsub__(self, o): return Num(o - self.v)
    def __mul__(self, o): return Num(self.v * getattr(o, "v", o))
    def __truediv__(self, o): return Num(self.v / getattr(o, "v", o))
    def __floordiv__(self, o): return Num(self.v // getattr(o, "v", o))
    def __mod__(self, o): return Num(self.v % getattr(o, "v", o))
    def __pow__(self, o, m=None): return Num(pow(self.v, getattr(o, "v", o), m))
    def __neg__(self): return Num(-self.v)
    def __pos__(self): return Num(+self.v)
    def __abs__(self): return Num(abs(self.v))
    def __invert__(self): return Num(~self.v)
    def __and__(self, o): return Num(self.v & o.v)
    def __or__(self, o): return Num(self.v | o.v)
    def __xor__(self, o): return Num(self.v ^ o.v)
    def __lshift__(self, o): return Num(self.v << o)
    def __rshift__(self, o): return Num(self.v >> o)
    def __eq__(self, o): return self.v == getattr(o, "v", o)
    def __lt__(self, o): return self.v < getattr(o, "v", o)
    def __le__(self, o): return self.v <= getattr(o, "v", o)
    def __hash__(self): return hash(self.v)
    def __int__(self): return int(self.v)
    def __float__(self): return float(self.v)
    def __index__(self): return self.v
    def __bool__(self): return self.v != 0
    def __round__(self, n=None): return Num(round(self.v, n))
    def __divmod__(self, o): return divmod(self.v, o)
    def __rdivmod__(self, o): return divmod(o, self.v)
    def __trunc__(self): return 7
    def __floor__(self): return 8
    def __ceil__(self): return 9
    def __format__(self, s): return f"<{self.v:{s}}>"
    def __str__(self): return f"#{self.v}"
    def __bytes__(self): return b"bytes"
    def __contains__(self, x): return x == self.v
    def __len__(self): return self.v
    def __length_hint__(self): return 3
    def __reversed__(self): return iter([3, 2])
    def __dir__(self): return ["x"]
    def __sizeof__(self): return 1
a, b = Num(7), Num(3)
print(a + b, a + 1, 1 + a, a - b, 10 - a, a * b, a / 2, a // b, a % b, a ** b, pow(a, 2, 5), -a, +a, abs(Num(-2)), ~a, a & b, a | b, a ^ b, a << 1, a >> 1)
print(a == 7, a != b, a < b, a > b, a <= 7, a >= b, hash(a) == hash(7), int(a), float(a), bool(Num(0)), round(Num(2.567), 1), divmod(a, 2), divmod(20, a))
import math; print(math.trunc(a), math.floor(a), math.ceil(a), f"{a:03d}", f"{a}", str(a), repr(a), bytes(a), 7 in a, len(a), list(reversed(a)), [10, 20, 30, 40][b], "x" * 2, range(b), hex(a), bin(b), [1, 2, 3, 4][b:], sum([a, b]), sorted([a, b, Num(5)]), max(a, b), {a: 1}[Num(7)])
c = a; c += 5; print(a, c is a); a -= 1; print(a, c is a)
