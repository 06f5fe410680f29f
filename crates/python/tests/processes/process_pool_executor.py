# concurrent.futures with processes.
import os
import time
from concurrent.futures import ProcessPoolExecutor, as_completed, wait
from concurrent.futures.process import BrokenProcessPool

counter = 0

def square(x):
    return x * x

def count():
    global counter
    counter += 1
    return counter

def fails():
    raise KeyError("missing")

def dies():
    os._exit(1)

def add(a, b):
    return a + b

if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=2) as pool:
        print(list(pool.map(square, range(6))), list(pool.map(add, [1, 2, 3], [10, 20, 30], chunksize=2)))
        futures = [pool.submit(square, n) for n in range(4)]
        print(sorted(future.result() for future in as_completed(futures)))
        done, rest = wait(futures)
        print(len(done), len(rest))
        failed = pool.submit(fails)
        try:
            failed.result()
        except KeyError as error:
            print("error", error, failed.done(), failed.exception() is not None)
        bad = pool.submit(lambda: 0)
        try:
            bad.result()
        except Exception as error:
            print(type(error).__name__)
        said = []
        future = pool.submit(add, 1, 2)
        future.add_done_callback(lambda f: said.append(f.result()))
        print(future.result())
    print(said)
    try:
        pool.submit(square, 1)
    except RuntimeError as error:
        print(error)
    with ProcessPoolExecutor(1) as pool:
        print(sum(pool.submit(count).result() for _ in range(3)), counter)
    with ProcessPoolExecutor(max_workers=1) as pool:
        future = pool.submit(dies)
        try:
            future.result()
        except BrokenProcessPool as error:
            print("broken", error)
        try:
            pool.submit(square, 1)
        except BrokenProcessPool as error:
            print(error)
