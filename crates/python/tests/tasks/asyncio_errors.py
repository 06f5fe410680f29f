import asyncio

async def f():
    return 1

async def main():
    for make in (lambda c: asyncio.run(c), lambda c: asyncio.Runner().run(c)):
        try:
            make(c := f())
        except RuntimeError as e:
            print(e)
            c.close()
    try:
        await 5
    except TypeError as e:
        print(e)
    try:
        await f
    except TypeError as e:
        print(e)
    try:
        asyncio.create_task(5)
    except TypeError as e:
        print(e)
    try:
        await asyncio.wait([])
    except ValueError as e:
        print(e)
    c = f()
    try:
        await asyncio.wait([c])
    except TypeError as e:
        print(e)
    await c
    try:
        await c
    except RuntimeError as e:
        print(e)
    fut = asyncio.get_running_loop().create_future()
    try:
        fut.result()
    except asyncio.InvalidStateError as e:
        print(repr(e))
    fut.set_result(3)
    try:
        fut.set_result(4)
    except asyncio.InvalidStateError as e:
        print(repr(e))
    print(fut, await fut)
    fut = asyncio.Future()
    fut.set_exception(KeyError("k"))
    try:
        await fut
    except KeyError as e:
        print(repr(e), fut)
    fut = asyncio.Future()
    fut.cancel()
    try:
        await fut
    except asyncio.CancelledError as e:
        print(repr(e), fut.cancelled())
    class Bad:
        def __await__(self):
            yield 5
    async def bad():
        await Bad()
    try:
        await asyncio.create_task(bad())
    except RuntimeError as e:
        print(e)
    t = asyncio.current_task()
    print(t.get_name(), t.done(), len(asyncio.all_tasks()))
    try:
        await t
    except RuntimeError as e:
        print(str(e)[:28])

asyncio.run(main())
for bad in (5, f):
    try:
        asyncio.run(bad)
    except ValueError as e:
        print(str(e)[:30])
try:
    asyncio.get_running_loop()
except RuntimeError as e:
    print(e)
try:
    asyncio.create_task(c := f())
except RuntimeError as e:
    print(e)
    c.close()
async def ends():
    raise SystemExit(3)
try:
    asyncio.run(ends())
except SystemExit as e:
    print("exit", e.code)
async def deep(n):
    if n:
        return await deep(n - 1) + 1
    return 0
print(asyncio.run(deep(200)))
async def fails():
    async def inner():
        await asyncio.sleep(0)
        return 1 / 0
    await asyncio.gather(inner())
try:
    asyncio.run(fails())
except ZeroDivisionError as e:
    print(e)
