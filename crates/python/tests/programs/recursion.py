def fact(n): return 1 if n <= 1 else n * fact(n - 1)
print(fact(20), fact(25))
def hanoi(n, a, b, c): return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
print(hanoi(8, "A", "B", "C"))
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
print(even(100))
def depth(n):
    try: return depth(n + 1)
    except RecursionError as e: return 'too deep'
print(depth(0))
def flatten(l): return [y for x in l for y in (flatten(x) if isinstance(x, list) else [x])]
print(flatten([1, [2, [3, [4]], 5]]))
