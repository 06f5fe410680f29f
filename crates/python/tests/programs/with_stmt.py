class CM:
    def __init__(self, n, swallow=False): self.n, self.swallow = n, swallow
    def __enter__(self): print("enter", self.n); return self.n
    def __exit__(self, t, v, tb): print("exit", self.n, t.__name__ if t else None, v); return self.swallow
with CM(1) as a, CM(2) as b: print(a, b)
with CM(3, True): raise ValueError("swallowed")
try:
    with CM(4): raise KeyError("out")
except KeyError: print("caught")
def f():
    with CM(5): return "ret"
print(f())
for i in range(2):
    with CM(i):
        if i == 0: continue
        break
try:
    with 5: pass
except TypeError as e: print(e)
with (CM(6) as x, CM(7)): print(x)
