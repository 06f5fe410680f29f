from functools import lru_cache
@lru_cache
def f(x):
    return len(x)
print(f('abc'))
print(f([1]))
