class N:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == (o.v if isinstance(o, N) else o)
    def __lt__(self, o): return self.v < o.v
    def __le__(self, o): return self.v <= o.v
    def __repr__(self): return f"N{self.v}"
a, b = N(1), N(2)
print(a < b, a > b, a <= b, a >= b, a == 1, 1 == a, a != b, sorted([b, a]), min(b, a), max(a, b))
try: hash(a)
except TypeError as e: print(e)
try: {a}
except TypeError as e: print(e)
print([a, b] < [a, N(3)], (a,) == (N(1),), a in (N(1),), [N(1)].count(1), [[a]] == [[N(1)]])
class P: pass
try: P() < P()
except TypeError as e: print(e)
class OnlyEq:
    def __eq__(self, o): return NotImplemented
print(OnlyEq() == 1, OnlyEq() != 1)
