# Threads wait for each other here.
import asyncio
import queue
import threading


class Named(asyncio.Task):
    pass


class Bad:
    def __await__(self):
        yield 5


async def double(n):
    await asyncio.sleep(0.01)
    return n * 2


def own():
    # A loop of this thread, while that of the main one runs.
    return asyncio.run(double(5))


async def main():
    # A queue of threads, with no thread there.
    q = queue.Queue()
    q.put(1)
    await asyncio.sleep(0.01)
    print(q.get())
    print(await asyncio.to_thread(own))
    t = threading.Thread(target=lambda: print(own()))
    t.start()
    await asyncio.to_thread(t.join)


asyncio.run(main())


async def bad():
    try:
        await Bad()
    except RuntimeError as error:
        print(error)
    return "went on"


async def with_factory():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda loop, coro, **named: Named(coro, loop=loop, **named))
    task = asyncio.create_task(double(4))
    print(type(task).__name__, await task)
    print(await asyncio.create_task(bad()))


asyncio.run(with_factory())
