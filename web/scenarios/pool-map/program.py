import time
#: if collect=map
#| from concurrent.futures import ThreadPoolExecutor
#: else
from concurrent.futures import ThreadPoolExecutor, as_completed
#: end

cases = list(range(6))  #: cases=6


def fetch(case):
    # The first case is the slowest.
    time.sleep(0.012 / (case + 1))  #: slowest=0.012
    return f"details of {case}"


start = time.perf_counter()
first = None
#: if collect=by-index
#| results = [None] * len(cases)
#: else
results = []
#: end
with ThreadPoolExecutor(max_workers=3) as pool:  #: workers=3
    #: if collect=as-completed
    futures = [pool.submit(fetch, case) for case in cases]
    for future in as_completed(futures):
        first = first or time.perf_counter() - start
        results.append(future.result())
    #: end
    #: if collect=map
    #| for result in pool.map(fetch, cases):
    #|     first = first or time.perf_counter() - start
    #|     results.append(result)
    #: end
    #: if collect=by-index
    #| where = {}
    #| for index, case in enumerate(cases):
    #|     where[pool.submit(fetch, case)] = index
    #| for future in as_completed(where):
    #|     first = first or time.perf_counter() - start
    #|     results[where[future]] = future.result()
    #: end

for case, result in zip(cases, results):
    print(case, result)

#: outcome
#| right = sum(
#|     result == f"details of {case}"
#|     for case, result in zip(cases, results)
#| )
#| verdict(
#|     "in-order" if right == len(cases) else "mixed",
#|     cases=len(cases),
#|     workers=3,  #: workers=3
#|     right=right,
#|     first=first,
#| )
