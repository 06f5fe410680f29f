def f(x, y):
    return x

print(f(1, 2))
print(f(1) + 2)
