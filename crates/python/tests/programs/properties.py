class Temp:
    def __init__(self, c): self._c = c
    @property
    def f(self): return self._c * 9 / 5 + 32
    @f.setter
    def f(self, v): self._c = (v - 32) * 5 / 9
    @f.deleter
    def f(self): print("deleted"); self._c = 0
    @property
    def ro(self): return 1
    @staticmethod
    def s(x): return x * 2
    @classmethod
    def make(cls, c): return cls(c)
t = Temp(100); print(t.f); t.f = 32; print(t._c); del t.f; print(t._c, Temp.s(4), t.s(5), Temp.make(7)._c, t.make(8)._c)
try: t.ro = 5
except AttributeError as e: print(e)
try: del t.ro
except AttributeError as e: print(e)
class Sub(Temp): pass
print(type(Sub.make(1)).__name__, Sub(10).f)
class Lazy:
    def __getattr__(self, name):
        if name.startswith("x"): return name.upper()
        raise AttributeError(name)
print(Lazy().xyz)
try: Lazy().abc
except AttributeError as e: print("AE", e)
class Guard:
    def __setattr__(self, k, v): print("set", k); object.__setattr__(self, k, v * 2)
g = Guard(); g.v = 5; print(g.v)
class Slots:
    __slots__ = ("a", "b")
    def __init__(self): self.a = 1
s = Slots(); print(s.a)
try: s.c = 1
except AttributeError as e: print(e)
