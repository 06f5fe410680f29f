def f(n):
    return g(n) + 1
def g(n):
    return f(n) + 1
try:
    f(1)
except RecursionError:
    print('too deep')
raise RuntimeError('done') from RecursionError('x')
