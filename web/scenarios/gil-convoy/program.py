from statistics import median
from threading import Event, Thread
from time import perf_counter, sleep
#: if native
#| from zlib import adler32
#: end

stop = Event()
#: if native
#| data = bytes(20 * 2**17)
#: end


def compute():
    while not stop.is_set():  #: @look
        #: if native
        #| adler32(data)  #: @compute
        #: else
        for n in range(20_000):
            n * n  #: @compute
        #: end


threads = [Thread(target=compute) for _ in range(1)]  #: cpu=1
for thread in threads:
    thread.start()  #: @start

late = []
for _ in range(20):  #: wakes=20
    start = perf_counter()
    sleep(0.001)  #: @wait wait=0.001
    late.append(perf_counter() - start - 0.001)  #: wait=0.001

stop.set()  #: @stop
for thread in threads:
    thread.join()  #: @join

typical = median(late)
print(f"woken {typical * 1000:.2f} ms late")

#: outcome
#| verdict(
#|     "late" if typical >= 0.001 else "prompt",
#|     late=typical,
#|     worst=max(late),
#|     wait=0.001,  #: wait=0.001
#| )
