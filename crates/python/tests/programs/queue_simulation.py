queue = []
for i in range(3): queue.append(("job", i))
while queue:
    kind, n = queue.pop(0)
    print(kind, n)
    if n == 1 and len(queue) < 3: queue.append(("extra", 10))
