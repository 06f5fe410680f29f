x = "global"
class A:
    x = "class"
    y = x + "!"
    def get(self): return x
    z = [x for _ in range(1)]
print(A.y, A().get(), A.z)
def f():
    x = "local"
    class B:
        w = x
        def m(self): return x
    return B.w, B().m()
print(f())
def outer():
    def helper(): return "h"
    class K:
        def use(self): return helper()
    return K().use()
print(outer())
