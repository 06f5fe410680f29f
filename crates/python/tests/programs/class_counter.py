class Counter:
    total = 0
    def __init__(self): type(self).total += 1; Counter.last = self
    def __enter__(self): return self
    def __exit__(self, *a): Counter.total -= 1
with Counter() as c: print(Counter.total)
print(Counter.total, Counter.last is c)
