from multiprocessing import Process, Queue
import time

N = 30_000
tried = 0

def is_prime(n):
    global tried
    tried += 1
    return n > 1 and all(n % d for d in range(2, int(n ** 0.5) + 1))

def count(start, stop, found):
    primes = sum(is_prime(n) for n in range(start, stop))
    # What a process changes, it changes in its own copy: only what it sends arrives.
    found.put((start, primes, tried))

if __name__ == "__main__":
    began = time.perf_counter()
    found = Queue()
    halves = [Process(target=count, args=(at, at + N // 2, found)) for at in (0, N // 2)]
    for half in halves:
        half.start()
    for _ in halves:
        start, primes, numbers = found.get()
        print(f"from {start}: {primes} primes among {numbers} numbers")
    for half in halves:
        half.join()
    print(f"{time.perf_counter() - began:.3f} s, and here {tried} numbers were tried")
