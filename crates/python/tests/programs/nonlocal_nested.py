def a():
    x = 0
    def b():
        nonlocal x
        def c():
            nonlocal x
            x += 10
        c(); x += 1
    b(); return x
print(a())
def acc():
    items = []
    def add(v): items.append(v); return items
    return add
f = acc(); f(1); print(f(2))
