n = 27; steps = 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
print(steps)
i = 10
while i > 0:
    i -= 3
    if i == 4: continue
    print(i, end=" ")
print()
a, b = 48, 18
while b: a, b = b, a % b
print(a)
