import random
def bubble(a):
    a = a[:]
    for i in range(len(a)):
        for j in range(len(a) - 1 - i):
            if a[j] > a[j + 1]: a[j], a[j + 1] = a[j + 1], a[j]
    return a
def quick(a):
    if len(a) <= 1: return a
    p, *rest = a
    return quick([x for x in rest if x < p]) + [p] + quick([x for x in rest if x >= p])
def merge(a):
    if len(a) < 2: return a
    m = len(a) // 2
    l, r = merge(a[:m]), merge(a[m:])
    out = []
    while l and r: out.append(l.pop(0) if l[0] <= r[0] else r.pop(0))
    return out + l + r
def insertion(a):
    a = list(a)
    for i in range(1, len(a)):
        k, j = a[i], i - 1
        while j >= 0 and a[j] > k:
            a[j + 1] = a[j]; j -= 1
        a[j + 1] = k
    return a
def heap(a):
    import heapq
    h = []
    for x in a: heapq.heappush(h, x)
    return [heapq.heappop(h) for _ in range(len(h))]
def counting(a):
    c = [0] * (max(a) + 1)
    for x in a: c[x] += 1
    return [i for i, n in enumerate(c) for _ in range(n)]
random.seed(3)
data = [random.randint(0, 50) for _ in range(20)]
print(data)
for f in (bubble, quick, merge, insertion, heap, counting):
    r = f(data); print(f.__name__.rjust(10), r == sorted(data), r[:5])
