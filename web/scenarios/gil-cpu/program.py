from math import isqrt
from threading import Thread
from time import perf_counter


def is_prime(n):
    for divisor in range(3, isqrt(n) + 1, 2):
        if n % divisor == 0:
            return False
    return True


def work():
    found = 0
    for _ in range(200):  #: work=200
        for n in range(1_000_001, 1_002_001, 2):
            found += is_prime(n)  #: @work
    return found


start = perf_counter()
work()  #: @alone
alone = perf_counter() - start

threads = [Thread(target=work) for _ in range(2)]  #: tasks=2
start = perf_counter()
for thread in threads:
    thread.start()  #: @start
for thread in threads:
    thread.join()  #: @join
together = perf_counter() - start

speedup = 2 * alone / together  #: tasks=2
print(f"{speedup:.2f} times as fast as one by one")

#: outcome
#| tasks = 2  #: tasks=2
#| if tasks == 1 or 0.8 <= speedup < 1.25:
#|     key = "same"
#| else:
#|     key = "faster" if speedup > 1 else "slower"
#| verdict(
#|     key,
#|     tasks=tasks,
#|     alone=alone,
#|     one_by_one=alone * tasks,
#|     together=together,
#|     speedup=speedup,
#| )
