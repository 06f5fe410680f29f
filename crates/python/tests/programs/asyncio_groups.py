import asyncio

async def ok(n, d=0.01):
    await asyncio.sleep(d)
    print("ok", n)
    return n

async def bad(n, d=0.01):
    await asyncio.sleep(d)
    raise ValueError(f"bad {n}")

async def main():
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(ok(1, 0.02))
        b = tg.create_task(ok(2, 0.01), name="two")
        print(b.get_name(), tg)
    print(a.result(), b.result())
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(ok(1, 0.5))
            tg.create_task(bad(1))
            tg.create_task(bad(2))
    except* ValueError as eg:
        print(repr(eg), [str(e) for e in eg.exceptions])
    try:
        async with asyncio.TaskGroup() as tg:
            t = tg.create_task(ok(3, 0.5))
            raise KeyError("body")
    except* KeyError as eg:
        print(eg.exceptions, t.cancelled())
    try:
        tg.create_task(c := ok(1))
    except RuntimeError as e:
        print(str(e)[:9], str(e)[-11:])
        c.close()
    # One that creates others.
    async def tree(tg, depth):
        if depth:
            for _ in range(2):
                tg.create_task(tree(tg, depth - 1))
        else:
            found.append(1)
    found = []
    async with asyncio.TaskGroup() as tg:
        tg.create_task(tree(tg, 4))
    print(len(found))
    # Inside a time limit.
    try:
        async with asyncio.timeout(0.02):
            async with asyncio.TaskGroup() as tg:
                tg.create_task(ok(4, 0.01))
                tg.create_task(ok(5, 0.5))
    except TimeoutError as e:
        print("too late", repr(e))
    print(await asyncio.gather(ok(6), bad(6), return_exceptions=True))
    try:
        await asyncio.gather(ok(7, 0.03), bad(7))
    except ValueError as e:
        print(e)
    await asyncio.sleep(0.05)
    print(await asyncio.gather())

asyncio.run(main())
