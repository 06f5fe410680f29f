import sys
def f(n):
    return f(n + 1)
try:
    f(0)
except RecursionError as e:
    print(type(e).__name__, e)
def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n
print(depth(0) > 900)
sys.setrecursionlimit(3000)
def count(n):
    return 0 if n == 0 else 1 + count(n - 1)
print(count(2500), sys.getrecursionlimit())
