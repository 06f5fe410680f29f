def produce(n):
    for i in range(n): yield i
def pipeline(items):
    for x in items:
        if x % 2: yield x * 10
print(list(pipeline(produce(6))), sum(pipeline(produce(4))))
def averager():
    total, count, avg = 0, 0, None
    while True:
        x = yield avg
        total += x; count += 1; avg = total / count
a = averager(); next(a); print([a.send(v) for v in (10, 20, 30)])
