def read(lines):
    for n, line in enumerate(lines, 1):
        yield n, line.rstrip()
def grep(pat, src):
    for n, line in src:
        if pat in line: yield n, line
def fields(src):
    for n, line in src: yield [n, *line.split()]
log = ["INFO start", "ERROR disk 5", "INFO ok", "ERROR net 7"]
print(list(fields(grep("ERROR", read(log)))))
def coroutine(f):
    def start(*a):
        g = f(*a); next(g); return g
    return start
@coroutine
def printer(prefix):
    try:
        while True: print(prefix, (yield))
    except GeneratorExit: print(prefix, "closed")
@coroutine
def broadcast(*targets):
    while True:
        x = yield
        for t in targets: t.send(x)
@coroutine
def filt(pred, target):
    while True:
        x = yield
        if pred(x): target.send(x)
p1, p2 = printer("A"), printer("B")
b = broadcast(p1, filt(lambda x: x % 2, p2))
for i in range(4): b.send(i)
p1.close(); p2.close()
def scheduler(tasks):
    from collections import deque
    q, out = deque(tasks), []
    while q:
        t = q.popleft()
        try: out.append(next(t)); q.append(t)
        except StopIteration as e: out.append(f"done:{e.value}")
    return out
def task(n, k):
    for i in range(k): yield f"{n}{i}"
    return n
print(scheduler([task("a", 2), task("b", 3), task("c", 1)]))
def acc():
    t = 0
    while True:
        x = yield t
        if x is None: return t
        t += x
def delegate(out):
    while True: out.append((yield from acc()))
out = []; d = delegate(out); next(d)
for x in (1, 2, None, 10, None): d.send(x)
print(out)
def primes():
    yield 2
    seen, n = [], 3
    while True:
        if all(n % p for p in seen): seen.append(n); yield n
        n += 2
from itertools import islice, takewhile
print(list(islice(primes(), 8)), sum(takewhile(lambda p: p < 50, primes())))
def windows(it, n):
    from collections import deque
    w = deque(maxlen=n)
    for x in it:
        w.append(x)
        if len(w) == n: yield tuple(w)
print(list(windows(range(5), 3)))
g = (print("lazy", i) or i for i in range(3)); print("made"); print(next(g)); g.close(); print(list(g))
