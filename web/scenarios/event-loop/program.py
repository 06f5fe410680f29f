import asyncio
import time

CASES = 3  #: cases=3
WAIT = 0.01  #: wait=0.01
total = 0
begin = time.perf_counter()


def note(text):
    now = (time.perf_counter() - begin) * 1000
    print(f"{now:4.0f} ms  {text}")


async def fetch(case):
    note(f"case {case} asks")
    # Later cases get their answer sooner.
    await asyncio.sleep(WAIT * (CASES + 1 - case))
    note(f"case {case} has its answer")
    return 1  # one open bill


async def count(case):
    global total
    #: if update=around
    total += await fetch(case)
    #: else
    #| bills = await fetch(case)
    #| total += bills
    #: end
    return case


async def main():
    cases = range(1, CASES + 1)
    #: if start=gather
    return await asyncio.gather(*map(count, cases))
    #: else
    #| return [await count(case) for case in cases]
    #: end


results = asyncio.run(main())
took = time.perf_counter() - begin
print("results:", *results)
print(f"{total} of {CASES} bills, {took * 1000:.0f} ms")

#: outcome
#| verdict(
#|     "all-there" if total == CASES else "lost",
#|     arrived=total,
#|     expected=CASES,
#|     lost=CASES - total,
#|     took=took,
#| )
