from threading import Thread
from time import perf_counter


def is_prime(n):
    if n % 2 == 0:
        return n == 2
    divisor = 3
    while divisor * divisor <= n:
        if n % divisor == 0:
            return False
        divisor += 2
    return n > 1


def count(first, last):
    found = sum(1 for n in range(first, last) if is_prime(n))
    print(f"{found} primes from {first:,} to {last:,}")


began = perf_counter()
parts = [Thread(target=count, args=(n, n + 5_000)) for n in (1, 5_001)]
for part in parts:
    part.start()
for part in parts:
    part.join()
print(f"{(perf_counter() - began) * 1000:.1f} ms")
