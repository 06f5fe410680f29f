def f(x):
    try:
        if x == 0: return "zero"
        if x == 1: raise ValueError("one")
        if x == 2: raise KeyError("two")
        if x == 3: [][1]
    except ValueError as e: return f"value {e}"
    except (KeyError, IndexError) as e: return f"lookup {e!r}"
    else: return "else"
    finally: print("finally", x)
for i in range(5): print(f(i))
def g():
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: break
            print("body", i)
        finally: print("fin", i)
g()
def h():
    try: return "try"
    finally: print("before return")
print(h())
def override():
    try: raise ValueError
    finally: return "swallowed"
print(override())
class E1(Exception): pass
class E2(E1): pass
try: raise E2("e2", 5)
except E1 as e: print(type(e).__name__, e, e.args, repr(e))
try:
    try: 1 / 0
    except ZeroDivisionError as e: raise ValueError("v") from e
except ValueError as e: print(repr(e.__cause__), e.__context__ is e.__cause__, e.__suppress_context__)
try: e
except NameError as n: print(n)
try: raise ValueError
except ValueError as e: print(repr(e), str(e) == "", e.args)
try: raise 5
except TypeError as e: print(e)
try:
    try: raise KeyError("a")
    finally: print("inner finally")
except KeyError: print("outer")
def nested():
    try:
        try: raise ValueError("a")
        except ValueError: raise TypeError("b")
    except TypeError as e: return repr(e.__context__)
print(nested())
try: raise
except RuntimeError as e: print(e)
print(issubclass(KeyError, LookupError), issubclass(BrokenPipeError, OSError), isinstance(FileNotFoundError(2, "No such file"), OSError), FileNotFoundError(2, "No such file"))
while True:
    try: break
    finally: print("loop finally")
