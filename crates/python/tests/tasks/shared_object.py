from threading import Thread, Lock
class Point:
    kind = 'point'
    names = []
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def move(self, dx, dy=0):
        self.x += dx
        self.y += dy
        return self
    @property
    def sum(self):
        return self.x + self.y
    @sum.setter
    def sum(self, value):
        self.x = value - self.y
    def __eq__(self, other):
        return isinstance(other, Point) and (self.x, self.y) == (other.x, other.y)
    def __hash__(self):
        return hash((self.x, self.y))
    def __repr__(self):
        return f'Point({self.x}, {self.y})'
    @classmethod
    def origin(cls):
        return cls(0, 0)
    @staticmethod
    def twice(n):
        return n * 2
class Stack(list):
    def __init__(self, *a):
        super().__init__(*a)
        self.name = 'stack'
    def push(self, x):
        self.append(x)
class Default(dict):
    def __missing__(self, key):
        self[key] = key * 2
        return self[key]
class Node:
    def __init__(self, value):
        self.value = value
        self.next = None
        self.prev = None
class Bag:
    def __init__(self):
        self.items = []
        self.lock = Lock()
    def __len__(self): return len(self.items)
    def __iter__(self): return iter(self.items)
    def __contains__(self, x): return x in self.items
    def __getitem__(self, i): return self.items[i]
    def __setitem__(self, i, v): self.items[i] = v
    def __enter__(self):
        self.lock.acquire()
        return self
    def __exit__(self, *a):
        self.lock.release()
    def __getattr__(self, name):
        if name.startswith('x_'):
            return name
        raise AttributeError(name)
    def __call__(self, n): return n + len(self.items)
    def __add__(self, other): return len(self.items) + other
    def __bool__(self): return True
    def __lt__(self, other): return len(self) < len(other)
p = Point(1, 2)
stack = Stack([1])
default = Default()
a = Node(1); b = Node(2); a.next = b; b.prev = a
bag = Bag()
def work():
    p.move(5)
    p.z = 'new'
    p.sum = 20
    Point.names.append('t')
    stack.push(2)
    stack.extra = [1]
    default['k']
    a.value = 10
    b.next = Node(3)
    with bag as same:
        same.items.append(1)
        same[0] = 'first'
        bag.items.append(p)
t = Thread(target=work)
t.start()
t.join()
print(p, p.x, p.y, p.z, p.sum, p.kind, Point.names, p.names, Point.twice(4), Point.origin(), p.twice(3))
print(stack, len(stack), stack.name, stack.extra, stack[-1], 2 in stack, [x for x in stack], stack == [1, 2], isinstance(stack, list))
print(default, default['zz'], default, len(default), sorted(default))
print(a.value, a.next.value, a.next.next.value, a.next.prev is a, b is a.next, a == b, a != b)
print(len(bag), list(bag), p in bag, 'first' in bag, bag[0], bag.x_any, bag(10), bag + 5, bool(bag), bag.items[1] is p)
print(p == Point(p.x, p.y), p != Point(0, 0), {p: 1}[Point(p.x, p.y)], p in [Point(p.x, p.y)], [Point(0, 0), p].index(p))
try:
    p.nope
except AttributeError as e:
    print(e)
try:
    bag.nope
except AttributeError as e:
    print(e)
del p.z
try:
    del p.z
except AttributeError as e:
    print(e)
print(hasattr(p, 'x'), hasattr(p, 'z'), getattr(p, 'x'), getattr(p, 'q', 'dflt'), vars(p), p.__dict__, p.__class__.__name__, type(p) is Point)
setattr(p, 'w', 5)
print(p.w)
delattr(p, 'w')
print(sorted([Point(2, 1), p], key=lambda q: q.x), max([p, Point(100, 0)], key=lambda q: q.x))
for x in bag:
    print(x, end=' ')
print(bag < [1, 2, 3], f'{p} {p!r}', str(p), repr([p, stack]))
d = {a: 'a', b: 'b'}
print(d[a], d[b], a in d, {a, b} == {b, a}, len({a, b, a}))
class Child(Point):
    def move(self, dx, dy=0):
        super().move(dx * 2, dy)
        return self
c = Child(0, 0)
def go(q):
    q.move(3)
t = Thread(target=go, args=(c,))
t.start(); t.join()
print(c, c.x, isinstance(c, Point), issubclass(Child, Point))
def counter():
    n = 0
    def add():
        nonlocal n
        n += 1
        return n
    def get():
        return n
    return add, get
add, get = counter()
ts = [Thread(target=add) for _ in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print(get(), add())
errors = []
def fails():
    try:
        {}['k']
    except KeyError as e:
        errors.append(e)
    try:
        raise ValueError('bad', 3) from errors[0]
    except ValueError as e:
        errors.append(e)
t = Thread(target=fails); t.start(); t.join()
print(errors, errors[1].__cause__, type(errors[0]), errors[1].args)
funcs = []
def make():
    k = 5
    funcs.append(lambda n: n + k)
    funcs.append(len)
    funcs.append(p.move)
    funcs.append(Point)
t = Thread(target=make); t.start(); t.join()
print(funcs[0](1), funcs[1]([1, 2]), funcs[2](1) is p, funcs[3](1, 1))
it = iter([1, 2, 3, 4])
got = []
def take():
    got.append(next(it))
ts = [Thread(target=take) for _ in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print(sorted(got), next(it), next(it, 'end'))
