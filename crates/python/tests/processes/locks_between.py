# Locks between processes, and what misuse of them says.
from multiprocessing import (Barrier, BoundedSemaphore, Condition, Event, Lock, Process, Queue, RLock, Semaphore, Value)

def appends(lock, queue, n):
    with lock:
        queue.put(("in", n))
        queue.put(("out", n))

def waits(event, queue):
    queue.put(event.is_set())
    event.wait()
    queue.put("went on")

def consumer(condition, ready, queue):
    with condition:
        while not ready.value:
            condition.wait()
        queue.put("ready")

def meets(barrier, order, queue):
    barrier.wait()
    queue.put("met")

if __name__ == "__main__":
    lock, queue = Lock(), Queue()
    workers = [Process(target=appends, args=(lock, queue, n)) for n in range(3)]
    for w in workers:
        w.start()
    for w in workers:
        w.join()
    seen = [queue.get() for _ in range(6)]
    print(all(seen[i][1] == seen[i + 1][1] for i in range(0, 6, 2)))

    event = Event()
    p = Process(target=waits, args=(event, queue))
    p.start()
    print(queue.get())
    event.set()
    print(queue.get())
    p.join()

    condition, ready = Condition(), Value("i", 0)
    p = Process(target=consumer, args=(condition, ready, queue))
    p.start()
    with condition:
        ready.value = 1
        condition.notify_all()
    print(queue.get())
    p.join()

    barrier = Barrier(3)
    workers = [Process(target=meets, args=(barrier, n, queue)) for n in range(2)]
    for w in workers:
        w.start()
    barrier.wait()
    for w in workers:
        w.join()
    print([queue.get() for _ in range(2)], barrier.parties, barrier.n_waiting, barrier.broken)

    for make in (Lock, RLock, lambda: BoundedSemaphore(1)):
        try:
            make().release()
        except (ValueError, AssertionError) as error:
            print(type(error).__name__, error)
    s = Semaphore(2)
    print(s.acquire(), s.acquire(), s.acquire(False), s.get_value())
    s.release()
    print(s.get_value(), lock.acquire(timeout=0.01), lock.acquire(timeout=0.01), lock.acquire(False))
    r = RLock()
    with r:
        with r:
            print("twice")
