def f(n):
    try:
        if n == 0: raise ValueError("zero")
        if n == 1: return "ret"
        if n == 2: raise KeyError("k")
    except ValueError as e:
        return f"VE {e}"
    else:
        return "else"
    finally:
        print("finally", n)
for i in range(4):
    try: print(f(i))
    except KeyError as e: print("outer", e, e.args)
def g():
    for i in range(3):
        try:
            if i == 1: continue
            print("body", i)
        finally:
            print("fin", i)
g()
def h():
    try: return 1
    finally: return 2
print(h())
try:
    try: raise TypeError("a")
    except TypeError as e: raise RuntimeError("b") from e
except RuntimeError as e: print(e, repr(e.__cause__), e.__context__ is e.__cause__, e.__suppress_context__)
try:
    try: 1 / 0
    except ZeroDivisionError: raise KeyError("x")
except KeyError as e: print(repr(e.__context__), e.__cause__)
try:
    try: 1 / 0
    except ZeroDivisionError: raise KeyError("x") from None
except KeyError as e: print(e.__suppress_context__, repr(e.__context__))
e = ValueError("a", 1); print(e, repr(e), e.args, str(ValueError()), repr(ValueError()), str(KeyError("k")), KeyError("a", "b"))
e.add_note("note"); print(e.__notes__)
try: raise ExceptionGroup("g", [ValueError(1), TypeError(2), ExceptionGroup("h", [KeyError(3)])])
except* ValueError as eg: print("VE", eg.exceptions)
except* (TypeError, KeyError) as eg: print("rest", eg, eg.exceptions)
eg = ExceptionGroup("m", [ValueError(1), OSError(2)]); print(eg.split(ValueError), eg.subgroup(OSError), eg.message, repr(eg))
try: raise 5
except TypeError as e: print(e)
try: raise ValueError
except ValueError as e: print(repr(e))
class My(Exception):
    def __init__(self, a, b): super().__init__(a, b); self.a = a
try: raise My(1, 2)
except My as e: print(e, e.a, e.args)
try: assert 1 == 2, ("msg", 1)
except AssertionError as e: print(repr(e))
try: [][0]
except (KeyError, IndexError) as e: print(type(e).__mro__[1].__name__, isinstance(e, LookupError))
import sys
try: sys.exit(3)
except SystemExit as e: print(e.code)
try: {}["a"]
except Exception as e: saved = e
print(repr(saved), saved.__traceback__ is not None)
try: print(e)
except NameError as x: print(x)
try: int("x" * 3)
except ValueError as e: print(e)
def gen():
    try: yield
    except GeneratorExit: print("exit"); raise
g = gen(); next(g); g.close()
