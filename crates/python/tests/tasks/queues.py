from queue import Queue, LifoQueue, PriorityQueue, SimpleQueue, Empty, Full
from threading import Thread
q = Queue()
results = []
def worker():
    while True:
        item = q.get()
        if item is None:
            q.task_done()
            break
        results.append(item * item)
        q.task_done()
ts = [Thread(target=worker) for _ in range(2)]
for t in ts: t.start()
for i in range(5): q.put(i)
q.join()
for t in ts: q.put(None)
for t in ts: t.join()
print(sorted(results), q.qsize(), q.empty(), q.full())
small = Queue(maxsize=2)
small.put('a'); small.put({'b': [1]}, block=False)
print(small.full(), small.qsize())
for put in (lambda: small.put_nowait('c'), lambda: small.put('c', timeout=0.01), lambda: small.put('c', False)):
    try:
        put()
    except Full as e:
        print('Full', repr(e))
print(small.get(), small.get_nowait())
for get in (small.get_nowait, lambda: small.get(timeout=0.01), lambda: small.get(block=False)):
    try:
        get()
    except Empty as e:
        print('Empty', repr(e))
try:
    small.get(timeout=-1)
except ValueError as e:
    print(e)
fresh = Queue()
try:
    fresh.task_done()
except ValueError as e:
    print(e)
lifo = LifoQueue()
for i in range(3): lifo.put(i)
print(lifo.get(), lifo.get(), lifo.qsize())
pq = PriorityQueue()
for item in [(3, 'c'), (1, 'a'), (2, 'b')]: pq.put(item)
out = []
def drain():
    while not pq.empty():
        out.append(pq.get())
t = Thread(target=drain); t.start(); t.join()
print(out)
s = SimpleQueue()
s.put(1); s.put(2)
print(s.get(), s.qsize(), s.empty())
same = [1, 2]
q2 = Queue()
q2.put(same)
got = q2.get()
print(got is same, got)
class Job:
    def __init__(self, n): self.n = n
    def __lt__(self, other): return self.n < other.n
jobs = PriorityQueue()
for n in (5, 2, 9): jobs.put(Job(n))
print([jobs.get().n for _ in range(3)])
bounded = Queue(1)
def producer():
    for i in range(5):
        bounded.put(i)
    bounded.put('stop')
t = Thread(target=producer); t.start()
got = []
while (x := bounded.get()) != 'stop':
    got.append(x)
t.join()
print(got)
def tuple_items():
    q.put(('name', 1, [2]))
t = Thread(target=tuple_items); t.start()
a, b, c = q.get()
c.append(3)
print(a, b, c)
t.join()
