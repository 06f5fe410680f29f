# Threads wait for each other here.
import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

def slow(n):
    time.sleep(0.01 * n)
    return n, threading.current_thread() is threading.main_thread()

def fails():
    raise ValueError("in a thread")

async def main():
    print(await asyncio.to_thread(slow, 2))
    print(await asyncio.gather(asyncio.to_thread(slow, 3), asyncio.to_thread(slow, 1)))
    try:
        await asyncio.to_thread(fails)
    except ValueError as e:
        print(repr(e))
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(2) as pool:
        print(await loop.run_in_executor(pool, slow, 1))
        print(await asyncio.gather(*[loop.run_in_executor(pool, slow, n) for n in (2, 1, 3)]))
    ticks = []
    async def ticker():
        while True:
            ticks.append(1)
            await asyncio.sleep(0.01)
    t = asyncio.create_task(ticker())
    await asyncio.to_thread(time.sleep, 0.055)
    t.cancel()
    print("the loop went on:", len(ticks) >= 4)

asyncio.run(main())
