def squares(n):
    for i in range(n): yield i * i
print(list(squares(4)), sum(squares(5)), max(squares(3)))
def echo():
    received = None
    while True:
        received = yield received
        if received == "stop": return "done"
g = echo(); next(g); print(g.send("a"), g.send("b"))
try: g.send("stop")
except StopIteration as e: print("value", e.value)
def inner(): x = yield 1; print("inner got", x); return "r"
def outer(): r = yield from inner(); print("result", r); yield 2
g = outer(); print(next(g), g.send("X"), list(g))
def cleanup():
    try: yield 1; yield 2
    finally: print("cleanup")
g = cleanup(); print(next(g)); g.close(); print(list(g))
def catches():
    while True:
        try: yield "ok"
        except ValueError as e: print("caught", e)
g = catches(); next(g); print(g.throw(ValueError("v")))
try: g.throw(TypeError("t"))
except TypeError as e: print("out", e)
def fib():
    a, b = 0, 1
    while True: yield a; a, b = b, a + b
f = fib(); print([next(f) for _ in range(10)])
ge = (x * 2 for x in range(3)); print(next(ge), list(ge), list(ge))
def deep(n):
    if n: yield n; yield from deep(n - 1)
print(list(deep(5)), any(x > 2 for x in range(5)), all(x < 2 for x in range(5)))
def early():
    return 5
    yield
print(list(early()))
def bad(): yield 1; raise StopIteration
try: list(bad())
except RuntimeError as e: print(e, repr(e.__cause__))
g = squares(2); print(next(g), next(g), next(g, None), type(g).__name__)
try: g2 = echo(); g2.send(1)
except TypeError as e: print(e)
