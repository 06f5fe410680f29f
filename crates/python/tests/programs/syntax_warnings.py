def f(x):
    if x is 5: return 1
    if x is not "a": return 2
    if x is None or x is True: return 3
    return (x is ()) or x is -1
assert (f(1) == 2, "msg")
print(f(5), f("a"))
try: print([1, 2] (3))
except TypeError as e: print(e)
try: print([(1, 2) [5, 6]])
except TypeError as e: print(e)
try: print("abc"["a"])
except TypeError as e: print(e)
print(1 == 1 is 1)
