import asyncio

# In which order a loop does things.

log = []

async def say(*what):
    log.append(what)

async def steps(name, n):
    for i in range(n):
        log.append((name, i))
        await asyncio.sleep(0)
    log.append((name, "end"))
    return name

async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(log.append, "soon 1")
    t1 = asyncio.create_task(steps("a", 2))
    loop.call_soon(log.append, "soon 2")
    t2 = asyncio.create_task(steps("b", 1))
    t1.add_done_callback(lambda t: log.append(("done", t.result())))
    log.append("main goes on")
    await steps("inline", 1)
    log.append("main awaits")
    print(await t1, await t2)
    log.append("both")
    fut = loop.create_future()
    loop.call_soon(fut.set_result, 7)
    fut.add_done_callback(lambda f: log.append(("fut", f.result())))
    log.append(await fut)
    await asyncio.sleep(0)
    # A coroutine that never waits gives way to nobody.
    other = asyncio.create_task(say("other"))
    await say("direct")
    await say("direct 2")
    await other
    gathered = asyncio.gather(steps("x", 1), steps("y", 2), steps("z", 0))
    print(await gathered)
    loop.call_later(0.02, log.append, "later 20")
    loop.call_later(0.01, log.append, "later 10")
    timer = loop.call_later(0.015, log.append, "never")
    timer.cancel()
    print(timer.cancelled())
    await asyncio.sleep(0.05)
    ev = asyncio.Event()
    async def waiter(n):
        await ev.wait()
        log.append(("woken", n))
    ws = [asyncio.create_task(waiter(i)) for i in range(3)]
    await asyncio.sleep(0)
    ev.set()
    log.append("set")
    await asyncio.gather(*ws)
    lock = asyncio.Lock()
    async def locked(n):
        async with lock:
            log.append(("in", n))
            await asyncio.sleep(0)
            log.append(("out", n))
    await asyncio.gather(*[locked(i) for i in range(3)])

asyncio.run(main())
for line in log:
    print(line)
