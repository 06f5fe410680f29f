def f():
    a, b, c = 1, 2
    return a
try:
    f()
except ValueError as e:
    print(e)
x, *y, z = [1]
