for i in range(3): pass
else: print("for else", i)
for i in range(3):
    if i == 1: break
else: print("never")
n = 3
while n: n -= 1
else: print("while else")
while True:
    n += 1
    if n < 3: continue
    break
print(n)
for i in range(2):
    for j in range(3):
        if j == 1: break
        print(i, j)
    else: print("no")
for a, (b, c) in [(1, (2, 3))]: print(a, b, c)
for i, x in enumerate("ab"): print(i, x)
for k in {"x": 1}: print(k)
total = 0
for i in range(10, 0, -3): total += i
print(total)
for x in []: pass
else: print("empty else")
