#: if code=native
#| #: if library=1
#| #: else
#| #| from concurrent.futures import ThreadPoolExecutor
#| #: end
#: end
from threading import Thread
from time import perf_counter
#: if code=native
#| from zlib import adler32
#: end

data = bytes(200 * 2**17)  #: work=200
#: if code=native
#| #: if library=1
#| #: else
#| #| share = -(-len(data) // 1)  #: library=1
#| #| starts = range(0, len(data), share)
#| #| parts = [data[start : start + share] for start in starts]
#| #: end
#: end


#: if code=python
def adler32(buffer):
    low, high = 1, 0
    for byte in buffer:
        low = (low + byte) % 65_521
        high = (high + low) % 65_521
    return high << 16 | low


#: end
def work():
    #: if code=python
    adler32(data)  #: @work
    #: else
    #| #: if library=1
    #| adler32(data)  #: @work
    #| #: else
    #| #| # What a library does that has threads of its own.
    #| #| with ThreadPoolExecutor(1) as library:  #: library=1
    #| #|     list(library.map(adler32, parts))  #: @work
    #| #: end
    #: end


start = perf_counter()
adler32(data)  #: @alone
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
#| library = 1  #: library=1
#| threads = tasks
#| #: if code=native
#| #| threads *= library
#| #: end
#| if threads == 1 or 0.8 <= speedup < 1.25:
#|     key = "same"
#| else:
#|     key = "faster" if speedup > 1 else "slower"
#| verdict(
#|     key,
#|     tasks=tasks,
#|     library=library,
#|     one_by_one=alone * tasks,
#|     together=together,
#|     speedup=speedup,
#| )
