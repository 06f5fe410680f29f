import contextlib, io
class R:
    def __init__(self, n): self.n = n
    def __enter__(self): print("enter", self.n); return self.n
    def __exit__(self, *e): print("exit", self.n, e[0].__name__ if e[0] else None); return False
with R(1) as a, R(2) as b: print(a, b)
try:
    with R(3): raise KeyError("k")
except KeyError as e: print("caught", e)
@contextlib.contextmanager
def cm(x):
    print("setup", x)
    try: yield x * 2
    except ValueError as e: print("handled", e)
    finally: print("teardown")
with cm(4) as v: print(v)
with cm(5): raise ValueError("inside")
with contextlib.suppress(ZeroDivisionError): 1 / 0
buf = io.StringIO()
with contextlib.redirect_stdout(buf): print("hidden")
print(repr(buf.getvalue()))
with contextlib.ExitStack() as st:
    for i in range(2): st.enter_context(R(i))
    st.callback(lambda: print("cb"))
class Cl:
    def close(self): print("closed")
with contextlib.closing(Cl()): pass
with contextlib.nullcontext(7) as n: print(n)
def f():
    with R("f"):
        return "value"
print(f())
for i in range(3):
    with R(i):
        if i == 1: break
try:
    with R("x") as q, open_fail(): pass
except NameError as e: print(e)
try:
    with 5: pass
except TypeError as e: print(e)
with (R("p") as p1, R("q") as p2):
    print(p1, p2)
def g():
    try:
        yield 1
    finally:
        print("gen closed")
with contextlib.closing(g()) as it: print(next(it))
