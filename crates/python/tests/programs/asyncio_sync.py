import asyncio

async def main():
    sem = asyncio.BoundedSemaphore(2)
    async def use(n):
        async with sem:
            print("in", n, sem.locked())
            await asyncio.sleep(0.01)
            print("out", n)
    await asyncio.gather(*(use(i) for i in range(4)))
    try:
        sem.release()
    except ValueError as e:
        print(e)
    lock = asyncio.Lock()
    try:
        lock.release()
    except RuntimeError as e:
        print(e)
    print(lock.locked(), repr(lock)[-10:])
    cond = asyncio.Condition()
    box = []
    async def consumer(n):
        async with cond:
            await cond.wait_for(lambda: box)
            print("consumer", n, box.pop())
    cs = [asyncio.create_task(consumer(i)) for i in range(3)]
    await asyncio.sleep(0)
    for i in range(3):
        async with cond:
            box.append(i)
            cond.notify()
        await asyncio.sleep(0.01)
    await asyncio.gather(*cs)
    try:
        cond.notify()
    except RuntimeError as e:
        print(e)
    q = asyncio.Queue(maxsize=2)
    async def producer():
        for i in range(5):
            await q.put(i)
            print("put", i, q.qsize())
        await q.put(None)
    async def eater():
        while (x := await q.get()) is not None:
            print("got", x)
            await asyncio.sleep(0)
    await asyncio.gather(producer(), eater())
    try:
        q.get_nowait()
    except asyncio.QueueEmpty as e:
        print(repr(e))
    q.put_nowait(1); q.put_nowait(2)
    try:
        q.put_nowait(3)
    except asyncio.QueueFull as e:
        print(repr(e), q.full(), q)
    pq = asyncio.PriorityQueue()
    for x in (3, 1, 2):
        pq.put_nowait(x)
    print([pq.get_nowait() for _ in range(3)])
    lq = asyncio.LifoQueue()
    for x in (3, 1, 2):
        await lq.put(x)
    print([await lq.get() for _ in range(3)])
    for _ in range(3):
        lq.task_done()
    await lq.join()
    try:
        lq.task_done()
    except ValueError as e:
        print(e)
    b = asyncio.Barrier(3)
    async def meet(n):
        async with b as place:
            print("met", n, place)
        return n
    print(await asyncio.gather(*(meet(i) for i in range(3))))
    print(b.broken, b.parties, b.n_waiting)
    async def lonely():
        try:
            await b.wait()
        except asyncio.BrokenBarrierError as e:
            print("broken", e)
    t = asyncio.create_task(lonely())
    await asyncio.sleep(0)
    await b.abort()
    await t
    ev = asyncio.Event()
    print(ev.is_set(), repr(ev)[-8:])
    ev.set()
    print(await ev.wait())

asyncio.run(main())
