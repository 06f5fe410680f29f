def f(a, b):
    return a - b
print(f(*[3, 1]))
print(f(*[1, 2, 3]))
