x = 5; del x
try: x
except NameError as e: print(e)
l = [1, 2, 3, 4]; del l[0], l[-1]; print(l)
d = {"a": 1}; del d["a"]; print(d)
def f():
    y = 1
    del y
    try: return y
    except UnboundLocalError as e: return str(e)
print(f())
class A: z = 1
a = A(); a.q = 1; del a.q; del A.z
print(hasattr(a, "q"), hasattr(A, "z"))
try: del a.q
except AttributeError as e: print(e)
