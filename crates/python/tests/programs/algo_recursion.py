def hanoi(n, a="A", b="B", c="C"):
    if n == 0: return []
    return hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)
print(len(hanoi(5)), hanoi(2))
def perms(s):
    return [s] if len(s) <= 1 else [c + p for i, c in enumerate(s) for p in perms(s[:i] + s[i + 1:])]
print(perms("abc"))
def powerset(s):
    return [[]] if not s else [x + y for x in powerset(s[1:]) for y in ([], [s[0]])]
print(sorted(powerset([1, 2, 3])))
def flatten(l):
    for x in l:
        if isinstance(x, (list, tuple)): yield from flatten(x)
        else: yield x
print(list(flatten([1, [2, (3, [4])], [], 5])))
def ack(m, n): return n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))
print(ack(2, 3))
def queens(n, row=0, cols=()):
    if row == n: return [cols]
    return [s for c in range(n) if all(c != k and abs(c - k) != row - r for r, k in enumerate(cols)) for s in queens(n, row + 1, cols + (c,))]
print(len(queens(6)), queens(4)[0])
def gcd(a, b): return a if b == 0 else gcd(b, a % b)
def binary(n): return str(n) if n < 2 else binary(n // 2) + str(n % 2)
def depth(d): return 1 + max(map(depth, d.values()), default=0) if isinstance(d, dict) else 0
print(gcd(48, 18), binary(37), depth({"a": {"b": {}}, "c": 1}))
def collatz(n, steps=0): return steps if n == 1 else collatz(n // 2 if n % 2 == 0 else 3 * n + 1, steps + 1)
print(collatz(27), max(range(1, 50), key=collatz))
def is_even(n): return True if n == 0 else is_odd(n - 1)
def is_odd(n): return False if n == 0 else is_even(n - 1)
print(is_even(100), is_odd(7))
