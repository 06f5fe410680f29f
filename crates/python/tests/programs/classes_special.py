class Vec:
    def __init__(self, *xs): self.xs = xs
    def __add__(self, o): return Vec(*[a + b for a, b in zip(self.xs, o.xs)])
    def __mul__(self, k):
        if isinstance(k, (int, float)): return Vec(*[a * k for a in self.xs])
        return NotImplemented
    __rmul__ = __mul__
    def __eq__(self, o): return isinstance(o, Vec) and self.xs == o.xs
    def __hash__(self): return hash(self.xs)
    def __repr__(self): return f"Vec{self.xs}"
    def __len__(self): return len(self.xs)
    def __getitem__(self, i): return self.xs[i]
    def __iter__(self): return iter(self.xs)
    def __bool__(self): return any(self.xs)
    def __neg__(self): return Vec(*[-x for x in self.xs])
    def __call__(self, f): return Vec(*map(f, self.xs))
    def __contains__(self, x): return x in self.xs
    def __format__(self, spec): return "<" + ",".join(format(x, spec) for x in self.xs) + ">"
v = Vec(1, 2, 3)
print(v + v, v * 2, 3 * v, v == Vec(1, 2, 3), v != Vec(1), len(v), v[0], v[-1], v[1:], list(v), bool(Vec(0)), -v, v(str), 2 in v, f"{v:.1f}")
try:
    v * "a"
except TypeError as e:
    print(e)
try:
    v - v
except TypeError as e:
    print(e)
class MyInt(int):
    def __add__(self, o): return MyInt(super().__add__(o))
    def __repr__(self): return f"MyInt({int(self)})"
print(MyInt(3) + 4, type(MyInt(3) + 4), MyInt(3) * 2, MyInt(5) > 3, sum([MyInt(1), MyInt(2)]))
class MyList(list):
    def append(self, x):
        super().append(x * 2)
    def __getitem__(self, i):
        return ("got", super().__getitem__(i))
l = MyList([1]); l.append(5); print(l, l[0], len(l), l == [1, 10], [].__len__(), "abc".__len__(), (5).__add__(3), hasattr([], "__iter__"), hasattr(5, "__len__"), [3, 1].__contains__(3))
class D(dict):
    def __setitem__(self, k, v): super().__setitem__(k, v + 1)
    def __missing__(self, k): return "miss"
d = D(); d["a"] = 1; print(d, d["zz"], d.get("zz"), "a" in d)
class Meter:
    def __init__(self, v): self._v = v
    @property
    def v(self): return self._v
    @v.setter
    def v(self, x):
        if x < 0: raise ValueError("neg")
        self._v = x
    @v.deleter
    def v(self): self._v = None
m = Meter(5); m.v = 7; print(m.v)
try: m.v = -1
except ValueError as e: print(e)
del m.v; print(m.v)
class Reg:
    subs = []
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.tag = tag
        Reg.subs.append(cls.__name__)
class A(Reg, tag="x"): pass
class B(A): pass
print(Reg.subs, A.tag, B.tag, A.__mro__, B.__bases__, A.__name__, A.__qualname__, A.__module__)
class Slots:
    __slots__ = ("a", "b")
s = Slots(); s.a = 1; print(s.a)
try: s.c = 1
except AttributeError as e: print(e)
try: s.b
except AttributeError as e: print(e)
print(hasattr(s, "__dict__"), isinstance(True, int), issubclass(bool, int), type(type), type(A), callable(A), callable(3))
class Ctx:
    def __enter__(self): print("in"); return self
    def __exit__(self, t, v, tb): print("out", t, v); return t is ValueError
with Ctx() as c: raise ValueError("x")
print(getattr(c, "nope", 5), vars(m), c.__class__.__name__, Vec.__call__.__name__, v.__add__.__self__ is v)
class G:
    def __getattr__(self, n): return n.upper()
print(G().hello, G.__doc__, (lambda: 1).__name__, Vec.__init__.__qualname__)
