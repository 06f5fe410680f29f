import asyncio
import time

CASES = 50  #: cases=50
LIMIT = 10  #: limit=10
ROOM = 10  #: room=10
answers, inside, tasks = [], 0, 0


async def enrich(case):
    # A service that has room for so many at once.
    global inside, tasks
    # Without main, which is a task, too.
    tasks = max(tasks, len(asyncio.all_tasks()) - 1)
    if inside == ROOM:
        return "429 Too Many Requests"
    inside += 1
    await asyncio.sleep(0.02)  #: wait=0.02
    inside -= 1
    return f"case {case} enriched"


async def main():
    cases = range(CASES)
    #: if how=everything
    answers.extend(await asyncio.gather(*map(enrich, cases)))
    #: else
    #| #: if how=semaphore
    #| #| places = asyncio.Semaphore(LIMIT)
    #| #|
    #| #| async def fetch(case):
    #| #|     async with places:
    #| #|         return await enrich(case)
    #| #|
    #| #| answers.extend(await asyncio.gather(*map(fetch, cases)))
    #| #: else
    #| queue = asyncio.Queue(LIMIT)
    #|
    #| async def worker():
    #|     while (case := await queue.get()) is not None:
    #|         answers.append(await enrich(case))
    #|
    #| workers = asyncio.gather(*[worker() for _ in range(LIMIT)])
    #| for case in [*cases, *[None] * LIMIT]:
    #|     await queue.put(case)
    #| await workers
    #| #: end
    #: end


begin = time.perf_counter()
asyncio.run(main())
took = time.perf_counter() - begin
good = sum(answer.endswith("enriched") for answer in answers)
print(f"{good} of {CASES} enriched, {took * 1000:.0f} ms")

#: outcome
#| verdict(
#|     "all-enriched" if good == CASES else "refused",
#|     good=good,
#|     refused=CASES - good,
#|     cases=CASES,
#|     tasks=tasks,
#|     took=took,
#| )
