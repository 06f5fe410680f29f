# Threads wait for each other here.
import threading
import time
from threading import (RLock, Lock, Semaphore, BoundedSemaphore, Event, Condition, Barrier, Timer, Thread,
                       current_thread, main_thread, get_ident, active_count, local, BrokenBarrierError)

rlock = RLock()
def nested(n):
    with rlock:
        return n if n == 0 else nested(n - 1)
t = Thread(target=nested, args=(3,))
t.start(); t.join()
print(rlock.acquire(), rlock.acquire(blocking=False), rlock.acquire(timeout=1))
for _ in range(3):
    rlock.release()
try:
    rlock.release()
except RuntimeError as e:
    print(e)
lock = Lock()
try:
    lock.release()
except RuntimeError as e:
    print(e)
lock.acquire()
print(lock.locked(), lock.acquire(blocking=False), lock.acquire(timeout=0.01), lock.acquire(False))
t = Thread(target=lock.release)
t.start(); t.join()
print(lock.locked())
try:
    lock.acquire(False, 1)
except ValueError as e:
    print(e)
try:
    lock.acquire(timeout=-2)
except ValueError as e:
    print(e)

sem = Semaphore(2)
print(sem.acquire(), sem.acquire(), sem.acquire(blocking=False), sem.acquire(timeout=0.01))
sem.release(2)
with sem:
    pass
bounded = BoundedSemaphore(1)
bounded.acquire()
bounded.release()
try:
    bounded.release()
except ValueError as e:
    print(e)
try:
    Semaphore(-1)
except ValueError as e:
    print(e)
try:
    sem.acquire(False, timeout=1)
except ValueError as e:
    print(e)

event = Event()
order = []
def waiter(n):
    print(n, event.wait())
    order.append(n)
ts = [Thread(target=waiter, args=(i,)) for i in range(1)]
for t in ts: t.start()
print(event.is_set(), event.wait(0.01), event.wait(timeout=0))
event.set()
for t in ts: t.join()
print(event.is_set(), order)
event.clear()
print(event.is_set())

cond = Condition()
box = []
def consumer():
    with cond:
        while not box:
            cond.wait()
        print('got', box.pop())
        cond.notify_all()
def producer():
    with cond:
        box.append('thing')
        cond.notify()
c = Thread(target=consumer); p = Thread(target=producer)
c.start(); p.start(); c.join(); p.join()
with cond:
    print(cond.wait(0.01), cond.wait_for(lambda: True), cond.wait_for(lambda: [], timeout=0.01))
try:
    cond.notify()
except RuntimeError as e:
    print(e)
try:
    cond.wait()
except RuntimeError as e:
    print(e)
shared_lock = Lock()
full = Condition(shared_lock)
with full:
    full.notify_all()
    print(shared_lock.locked())

barrier = Barrier(3, action=lambda: print('all here'))
places = []
def arrive():
    places.append(barrier.wait())
ts = [Thread(target=arrive) for _ in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print(sorted(places), barrier.parties, barrier.n_waiting, barrier.broken)
lonely = Barrier(2)
def too_late():
    try:
        lonely.wait(timeout=0.01)
    except BrokenBarrierError as e:
        print('broken', repr(e), lonely.broken)
t = Thread(target=too_late)
t.start(); t.join()
lonely.reset()
print(lonely.broken)
lonely.abort()
print(lonely.broken)

fired = []
timer = Timer(0.01, fired.append, args=('fired',))
timer.start(); timer.join()
stopped = Timer(10, fired.append, ['never'])
stopped.start(); stopped.cancel(); stopped.join()
print(fired)

data = local()
data.value = 'main'
seen = []
def own():
    seen.append(hasattr(data, 'value'))
    data.value = 'mine'
    seen.append(data.value)
t = Thread(target=own); t.start(); t.join()
print(seen, data.value, data.__dict__)
try:
    data.nothing
except AttributeError as e:
    print(e)

def names():
    print(current_thread().name, current_thread() is t, main_thread().name, current_thread().daemon)
t = Thread(target=names, name='worker')
print(t.is_alive(), t.ident, t.name, t)
t.start(); t.join()
print(t.is_alive(), t.ident is not None, t.name)
print(current_thread().name, current_thread() is main_thread(), active_count(), threading.enumerate() == [main_thread()])
a, b, c = Thread(target=names), Thread(target=len), Thread()
print(a.name, b.name, c.name)
try:
    t.start()
except RuntimeError as e:
    print(e)
try:
    a.join()
except RuntimeError as e:
    print(e)
class Worker(Thread):
    def __init__(self, n):
        super().__init__(name=f'w{n}')
        self.n = n
        self.result = None
    def run(self):
        self.result = self.n * self.n
ws = [Worker(i) for i in range(4)]
for w in ws: w.start()
for w in ws: w.join()
print([w.result for w in ws], [w.name for w in ws])
d = Thread(target=time.sleep, args=(100,), daemon=True)
d.start()
print(d.daemon, d.is_alive(), isinstance(d.ident, int))
d.join(timeout=0.01)
print(d.is_alive())
try:
    d.daemon = False
except RuntimeError as e:
    print(e)
print(isinstance(sem, Semaphore), isinstance(event, Event), isinstance(bounded, Semaphore))
