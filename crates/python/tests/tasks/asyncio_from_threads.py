# Threads wait for each other here.
import asyncio
import threading

async def double(x):
    await asyncio.sleep(0.01)
    return x * 2

results = []

def other(loop):
    future = asyncio.run_coroutine_threadsafe(double(21), loop)
    results.append(future.result())
    loop.call_soon_threadsafe(results.append, "from the thread")

async def main():
    loop = asyncio.get_running_loop()
    t = threading.Thread(target=other, args=(loop,))
    t.start()
    for _ in range(20):
        await asyncio.sleep(0.01)
    t.join()
    print(results)

asyncio.run(main())

def own():
    print("own loop:", asyncio.run(double(4)))

t = threading.Thread(target=own)
t.start()
t.join()

async def with_event():
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    def work():
        loop.call_soon_threadsafe(done.set)
    threading.Thread(target=work).start()
    await done.wait()
    fut = loop.create_future()
    threading.Thread(target=lambda: loop.call_soon_threadsafe(fut.set_result, "set")).start()
    print(await fut)

asyncio.run(with_event())
