import asyncio, time
async def worker(name, delay, q):
    while True:
        item = await q.get()
        await asyncio.sleep(delay)
        print(name, 'did', item)
        q.task_done()
async def main():
    q = asyncio.Queue()
    for i in range(6): q.put_nowait(i)
    ts = [asyncio.create_task(worker(f'w{i}', 0.01*(i+1), q)) for i in range(2)]
    await q.join()
    for t in ts: t.cancel()
    print(await asyncio.gather(*ts, return_exceptions=True))
    async def f(x):
        await asyncio.sleep(0.01*x); return x
    print(await asyncio.gather(f(3), f(1), f(2)))
    for c in asyncio.as_completed([f(3), f(1), f(2)]):
        print('completed', await c)
    try:
        await asyncio.wait_for(f(10), 0.02)
    except asyncio.TimeoutError as e:
        print('timeout', repr(e))
    try:
        async with asyncio.timeout(0.01):
            await f(5)
    except TimeoutError: print('timeout 2')
    try:
        async with asyncio.TaskGroup() as tg:
            async def bad(): 
                await asyncio.sleep(0.01); raise ValueError('bad')
            a = tg.create_task(f(5)); b = tg.create_task(bad())
    except* ValueError as eg:
        print(eg, eg.exceptions, a.cancelled())
    done, pending = await asyncio.wait([asyncio.create_task(f(1)), asyncio.create_task(f(9))], return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending))
    for p in pending: p.cancel()
    lock = asyncio.Lock()
    async def crit(n):
        async with lock:
            print('in', n); await asyncio.sleep(0); print('out', n)
    await asyncio.gather(*(crit(i) for i in range(3)))
    ev = asyncio.Event()
    async def w():
        await ev.wait(); print('woken')
    t = asyncio.create_task(w()); await asyncio.sleep(0); ev.set(); await t
    sem = asyncio.Semaphore(2)
    async def s(n):
        async with sem:
            print('sem', n); await asyncio.sleep(0.01)
    await asyncio.gather(*map(s, range(4)))
    sh = asyncio.shield(f(1))
    print(await sh)
    cond = asyncio.Condition()
    async def c():
        async with cond:
            await cond.wait(); print('cond')
    t = asyncio.create_task(c()); await asyncio.sleep(0)
    async with cond: cond.notify_all()
    await t
    t = asyncio.create_task(f(1), name='bob')
    print(t.get_name(), t.done())
    t.cancel()
    try: await t
    except asyncio.CancelledError as e: print('cancelled', repr(e))
    b = asyncio.Barrier(2)
    async def bb(n):
        print(await b.wait())
    await asyncio.gather(bb(0), bb(1))
    async def gen():
        try:
            for i in range(3): yield i; await asyncio.sleep(0)
        finally: print('closed')
    async for x in gen():
        print(x)
    return 42
print(asyncio.run(main()))
async def boom():
    raise KeyError('x')
try: asyncio.run(boom())
except KeyError as e: print(repr(e))
