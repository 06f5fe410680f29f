# A pool of processes: calls go out, results come back.
from multiprocessing import Pool, TimeoutError, current_process, get_context
import os
import time

def square(x):
    return x * x

def add(a, b=10):
    return a + b

def fails(x):
    if x == 2:
        raise ValueError(f"not {x}")
    return x

def slow(x):
    time.sleep(x)
    return x

def set_up(word):
    global greeting
    greeting = word

def greet(name):
    return f"{greeting}, {name}"

if __name__ == "__main__":
    with Pool(2) as pool:
        print(pool.map(square, range(10)))
        print(pool.map(square, range(7), chunksize=3), pool.map(square, []))
        print(list(pool.imap(square, range(5))), sorted(pool.imap_unordered(square, range(5), chunksize=2)))
        print(pool.starmap(add, [(1, 2), (3, 4)]), pool.apply(add, (5,), {"b": 6}))
        result = pool.apply_async(add, (1,))
        print(result.get(timeout=5), result.ready(), result.successful())
        print(pool.map_async(square, [1, 2]).get(), pool.starmap_async(add, [(1,)]).get())
        try:
            pool.map(fails, [1, 2, 3])
        except ValueError as error:
            print("error", error, type(error.__cause__).__name__)
        try:
            pool.apply(lambda: 0)
        except Exception as error:
            print(type(error).__name__, str(error).split(" at 0x")[0])
        late = pool.apply_async(slow, (0.5,))
        try:
            late.get(timeout=0.01)
        except TimeoutError as error:
            print("late", type(error).__name__, late.ready())
        steps = pool.imap(fails, [1, 2, 3])
        print(next(steps))
        try:
            next(steps)
        except ValueError as error:
            print("then", error)
        print(next(steps), next(steps, "end"))
        failed = pool.apply_async(fails, (2,))
        failed.wait()
        print(failed.successful())
    try:
        pool.map(square, [1])
    except ValueError as error:
        print(error)

    pool = Pool(processes=3, initializer=set_up, initargs=("hello",))
    print(pool.map(greet, ["ann", "ben"]))
    pool.close()
    pool.join()
    print(len({p.pid for p in pool._pool}), all(p.exitcode == 0 for p in pool._pool))

    seen, errors = [], []
    with get_context("fork").Pool(1) as pool:
        for n in (1, 2, 3):
            pool.apply_async(fails, (n,), callback=seen.append, error_callback=lambda e: errors.append(str(e)))
        pool.close()
        pool.join()
    print(seen, errors)
    with Pool(1) as pool:
        print(pool.apply(current_process().__class__.__name__.lower) , pool.apply(os.getpid) != os.getpid())
    for wrong in (lambda: Pool(0), lambda: pool.apply(square, (1,))):
        try:
            wrong()
        except ValueError as error:
            print(error)
