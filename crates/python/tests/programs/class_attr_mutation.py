class A: items = []; n = 0
a, b = A(), A()
a.items.append(1); a.n += 1
print(b.items, a.n, b.n, A.n, a.__dict__, b.__dict__)
A.n = 9; print(a.n, b.n)
class Meta1: registry = {}
def register(c): Meta1.registry[c.__name__] = c; return c
@register
class X: pass
print(list(Meta1.registry))
