class Count:
    def __init__(self, n): self.n = n
    def __iter__(self): self.i = 0; return self
    def __next__(self):
        if self.i >= self.n: raise StopIteration
        self.i += 1
        return self.i
print(list(Count(3)), sum(Count(4)), [x for x in Count(2)], max(Count(5)), tuple(Count(2)), 2 in Count(3), "-".join(str(i) for i in Count(3)))
a, b = Count(2); print(a, b, *Count(3), dict(zip("ab", Count(2))), sorted(Count(3), reverse=True))
class Seq:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * 10
print(list(Seq()), 20 in Seq(), [x for x in Seq()])
it = iter([1, 2]); print(next(it), next(it), next(it, "end"))
try: next(it)
except StopIteration as e: print("stop", e.value)
try: iter(5)
except TypeError as e: print(e)
try:
    for x in None: pass
except TypeError as e: print(e)
print(list(iter(lambda c=[0]: c.__setitem__(0, c[0] + 1) or c[0], 3)))
i = iter("abc"); print(list(zip(i, i)))
