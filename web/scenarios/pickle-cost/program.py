from concurrent.futures import ProcessPoolExecutor
#: if send=shared
#| from multiprocessing.shared_memory import SharedMemory
#: end
#: if send=lambda
#| from pickle import PicklingError
#: end
from time import perf_counter
from zlib import adler32


def work(data):
    start = perf_counter()
    for _ in range(4):  #: @work passes=4
        adler32(data)
    return perf_counter() - start


#: if send=shared
#| def work_shared(name, size):
#|     shared = SharedMemory(name)  #: @receive
#|     with shared.buf[:size] as view:
#|         result = work(view)
#|     shared.close()
#|     return result
#|
#|
#: end
if __name__ == "__main__":
    data = bytes(8 * 2**20)  #: size=8
    alone = work(data)  #: @alone

    #: if send=shared
    #| shared = SharedMemory(create=True, size=len(data))
    #| shared.buf[: len(data)] = data  # once, for every call
    #: end
    with ProcessPoolExecutor(1) as pool:
        pool.submit(abs, 0).result()  #: @start
        start = perf_counter()
        #: if send=pickle
        there = pool.submit(work, data).result()  #: @send
        #: end
        #: if send=shared
        #| call = pool.submit(work_shared, shared.name, len(data))
        #| there = call.result()  #: @send
        #: end
        #: if send=lambda
        #| try:
        #|     call = pool.submit(lambda: work(data))
        #|     there = call.result()  #: @send
        #| except (PicklingError, AttributeError) as error:
        #|     there = 0
        #|     print(error)
        #: end
        moving = perf_counter() - start - there
    #: if send=shared
    #| shared.close()
    #| shared.unlink()
    #: end

    print(f"work {alone:.3f} s, moving {moving:.3f} s")

#: outcome
#| if __name__ == "__main__":
#|     key = "dear" if moving > alone else "cheap"
#|     #: if send=lambda
#|     #| key = "cannot"
#|     #: end
#|     verdict(
#|         key,
#|         size=len(data),
#|         alone=alone,
#|         moving=moving,
#|         share=moving / (alone + moving),
#|     )
