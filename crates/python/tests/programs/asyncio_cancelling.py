import asyncio

async def sleeper(name, clean=True):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as e:
        print(name, "cancelled", e.args)
        if clean:
            raise
        return "swallowed"
    finally:
        print(name, "cleans up")

async def main():
    t = asyncio.create_task(sleeper("a"))
    await asyncio.sleep(0)
    print(t.cancel(), t.cancelling())
    try:
        await t
    except asyncio.CancelledError as e:
        print("main sees", repr(e), t.cancelled(), t.done())
    t = asyncio.create_task(sleeper("b"))
    await asyncio.sleep(0)
    t.cancel("no more")
    try:
        await t
    except asyncio.CancelledError as e:
        print("main sees", repr(e))
    t = asyncio.create_task(sleeper("c", clean=False))
    await asyncio.sleep(0)
    t.cancel()
    print(await t, t.cancelled())
    # Before it began.
    t = asyncio.create_task(sleeper("d"))
    t.cancel()
    print((await asyncio.gather(t, return_exceptions=True)))
    # Over already.
    print(t.cancel())
    # Twice.
    async def stubborn():
        for _ in range(2):
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                print("once more", asyncio.current_task().cancelling())
        return "gave in"
    t = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t.cancel()
    print(await t)
    # Shielded.
    async def work():
        await asyncio.sleep(0.01)
        print("work is done")
        return 5
    inner = asyncio.create_task(work())
    async def outer():
        return await asyncio.shield(inner)
    t = asyncio.create_task(outer())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("outer cancelled, inner", inner.cancelled())
    print(await inner)
    # A gather.
    g = asyncio.gather(sleeper("e"), sleeper("f"))
    await asyncio.sleep(0)
    g.cancel()
    try:
        await g
    except asyncio.CancelledError as e:
        print("gather cancelled")
    # A time limit around something that swallows.
    try:
        print(await asyncio.wait_for(sleeper("g", clean=False), 0.01))
    except asyncio.TimeoutError:
        print("timed out")
    try:
        await asyncio.wait_for(sleeper("h"), 0.01)
    except asyncio.TimeoutError as e:
        print("timed out", type(e.__cause__).__name__)
    async with asyncio.timeout(None) as limit:
        limit.reschedule(asyncio.get_running_loop().time() + 0.01)
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print("inside: cancelled")
            limit.reschedule(None) if not limit.expired() else print("expired")
            try:
                raise
            except asyncio.CancelledError:
                pass
    print("after", limit.expired(), limit)
    left = asyncio.create_task(sleeper("left over"))
    await asyncio.sleep(0)

try:
    asyncio.run(main())
except BaseException as e:
    print(repr(e))
