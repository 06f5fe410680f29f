class V:
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, o): return V(self.x + o.x, self.y + o.y) if isinstance(o, V) else NotImplemented
    def __sub__(self, o): return V(self.x - o.x, self.y - o.y)
    def __mul__(self, k): return V(self.x * k, self.y * k)
    def __rmul__(self, k): return self * k
    def __neg__(self): return V(-self.x, -self.y)
    def __eq__(self, o): return isinstance(o, V) and (self.x, self.y) == (o.x, o.y)
    def __hash__(self): return hash((self.x, self.y))
    def __repr__(self): return f"V({self.x}, {self.y})"
    def __bool__(self): return bool(self.x or self.y)
    def __abs__(self): return (self.x ** 2 + self.y ** 2) ** 0.5
    def __iadd__(self, o): self.x += o.x; return self
    def __matmul__(self, o): return self.x * o.x + self.y * o.y
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __len__(self): return 2
    def __contains__(self, v): return v in (self.x, self.y)
    def __call__(self, k): return self.x + k
    def __iter__(self): yield self.x; yield self.y
    def __lt__(self, o): return abs(self) < abs(o)
    def __format__(self, spec): return f"<{self.x:{spec}}>"
    def __int__(self): return self.x
    def __index__(self): return self.x
a, b = V(1, 2), V(3, 4)
print(a + b, a - b, a * 2, 2 * a, -a, a == V(1, 2), a != b, {a: 1}[V(1, 2)], bool(V(0, 0)), abs(b), a @ b)
a += b; print(a, a[0], a[-1], len(a), 4 in a, a(10), list(a), a < b, sorted([b, V(0, 1)]), f"{a:3}", int(a), [10, 20, 30, 40, 50][a])
x, y = b; print(x, y, max(a, b), a in [V(4, 2)], [V(1, 1)].index(V(1, 1)), [a] == [V(4, 2)], not V(0, 0))
try: a + 1
except TypeError as e: print(e)
try: 1 + a
except TypeError as e: print(e)
print({V(1, 1), V(1, 1)}, (a, b), {"k": a}, str(a), range(10)[b])
