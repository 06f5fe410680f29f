print([x for x in range(10) if x % 2 if x > 3], [(x, y) for x in range(2) for y in "ab"], {x: x ** 2 for x in range(3)}, {x % 2 for x in range(5)})
x = "outer"; l = [x for x in range(3)]; print(x, l)
print([[i * j for j in range(3)] for i in range(2)], [y for x in [[1, 2], [3]] for y in x])
def f(n): return [n + k for k in range(2)]
print(f(5), list(x for x in "abc"), sum(len(w) for w in ["a", "bb"]), [a if a > 1 else -a for a in range(3)])
class C: items = [1, 2]; doubled = [i * 2 for i in items]
print(C.doubled, [z := 5, z + 1], z)
print([y for v in range(5) if (y := v * 2) > 4], y)
if (n := len("abc")) > 2: print("n", n)
while (line := next(iter(["a"]), None)) and n > 2: n -= 1
print(n)
