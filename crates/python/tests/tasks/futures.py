# Threads wait for each other here.
from concurrent.futures import ThreadPoolExecutor, as_completed, wait, Future, CancelledError, FIRST_COMPLETED
import concurrent.futures
import threading
import time
def square(n):
    return n * n
def slow(n):
    time.sleep(n / 100)
    return n
def fails(n):
    raise ValueError(f'bad {n}')
with ThreadPoolExecutor(max_workers=2) as pool:
    f = pool.submit(square, 7)
    print(f.result(), f.done(), f.exception(), f.cancelled(), f.running(), isinstance(f, Future))
    print(list(pool.map(square, range(5))), list(pool.map(pow, [2, 3], [3, 2])))
    bad = pool.submit(fails, 1)
    try:
        bad.result()
    except ValueError as e:
        print('caught', e)
    print(repr(bad.exception()))
    fs = [pool.submit(slow, n) for n in (3, 1)]
    print([g.result() for g in as_completed(fs)])
    done, not_done = wait([pool.submit(square, n) for n in range(3)])
    print(len(done), len(not_done), sorted(g.result() for g in done))
    d = wait([pool.submit(slow, 1), pool.submit(slow, 20)], return_when=FIRST_COMPLETED)
    print(len(d.done), len(d.not_done))
    late = pool.submit(slow, 30)
    try:
        late.result(timeout=0.01)
    except concurrent.futures.TimeoutError as e:
        print('late', repr(e))
    called = []
    g = pool.submit(square, 3)
    g.add_done_callback(lambda future: called.append(future.result()))
    g.result()
try:
    pool.submit(square, 1)
except RuntimeError as e:
    print(e)
print(called)
one = ThreadPoolExecutor(1, thread_name_prefix='my')
first = one.submit(slow, 5)
second = one.submit(slow, 5)
print(second.cancel(), second.cancelled(), second.done())
try:
    second.result()
except CancelledError as e:
    print('cancelled', repr(e))
print(one.submit(lambda: threading.current_thread().name).result(), first.result())
one.shutdown()
try:
    ThreadPoolExecutor(0)
except ValueError as e:
    print(e)
total = 0
lock = threading.Lock()
def add(n):
    global total
    with lock:
        total += n
with ThreadPoolExecutor(3) as pool:
    for n in range(10):
        pool.submit(add, n)
print(total)
words = {}
def count(word):
    words[word] = words.get(word, 0) + 1
with ThreadPoolExecutor(1) as pool:
    for w in 'a b a c a'.split():
        pool.submit(count, w)
print(words)
