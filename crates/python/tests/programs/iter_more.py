class Count:
    def __init__(self, n): self.n = n
    def __iter__(self): self.i = 0; return self
    def __next__(self):
        if self.i >= self.n: raise StopIteration
        self.i += 1
        return self.i
c = Count(3); print(list(c), sum(c), max(c), 2 in c, [x for x in c], tuple(c), set(c), dict(enumerate(c)), list(zip(c, "ab")), sorted(c, reverse=True), list(map(str, c)), ",".join(map(str, c)))
a, b, d = c; print(a, b, d); print(*c, sep="-"); print([*c], {*c}, (*c,))
class Seq:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * 10
print(list(Seq()), 20 in Seq(), [v for v in Seq()], list(reversed([1, 2])))
class Rev:
    def __reversed__(self): return iter("cba")
    def __len__(self): return 3
    def __getitem__(self, i): return "abc"[i]
print(list(reversed(Rev())), len(Rev()), list(Rev()))
class LenOnly:
    def __len__(self): return 2
    def __getitem__(self, i): return ["x", "y"][i]
print(list(reversed(LenOnly())), bool(LenOnly()))
it = iter([1, 2, 3]); print(next(it), list(it), next(it, "gone"))
class Bad:
    def __iter__(self): return 5
try: list(Bad())
except TypeError as e: print(e)
try: next(5)
except TypeError as e: print(e)
try:
    for q in 5: pass
except TypeError as e: print(e)
try: a, b = c
except ValueError as e: print(e)
e = enumerate("ab"); print(next(e), list(e)); z = zip([1, 2], "ab"); print(next(z), list(z))
m = map(lambda v: v + 1, [1, 2]); print(next(m), list(m)); f = filter(lambda v: v > 1, [1, 2, 3]); print(list(f), list(f))
r = range(3); i1, i2 = iter(r), iter(r); print(next(i1), next(i1), next(i2)); print(iter(i1) is i1)
for i in range(3):
    for j in range(3):
        if j == 1: break
    else: print("no")
    if i == 2: print("last"); break
else: print("never")
l = [1, 2, 3, 4]
for v in l:
    if v == 2: l.remove(v)
print(l)
class Tree:
    def __init__(self, v, l=None, r=None): self.v, self.l, self.r = v, l, r
    def __iter__(self):
        if self.l: yield from self.l
        yield self.v
        if self.r: yield from self.r
print(list(Tree(2, Tree(1), Tree(3))), sum(Tree(1, Tree(5))), 3 in Tree(3))
