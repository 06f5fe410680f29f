import asyncio

# Loops that are made and run by hand, and their generators.

async def f(x):
    await asyncio.sleep(0)
    return x * 2

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(loop.run_until_complete(f(4)), loop.is_running(), loop.is_closed())
def tick(n):
    print("tick", n)
    if n:
        loop.call_later(0.01, tick, n - 1)
    else:
        loop.stop()
loop.call_soon(tick, 2)
loop.run_forever()
t = loop.create_task(f(5))
t.add_done_callback(lambda t: print("callback", t.result()))
print(loop.run_until_complete(asyncio.gather(t, f(6))))
loop.close()
print(loop.is_closed())
try:
    loop.call_soon(print)
except RuntimeError as e:
    print(e)
with asyncio.Runner() as runner:
    print(runner.run(f(1)), runner.run(f(2)))

async def gen(n):
    try:
        for i in range(n):
            yield i
            await asyncio.sleep(0)
    finally:
        print("gen closes")

async def main():
    g = gen(3)
    print(await anext(g))
    await g.aclose()
    async for x in gen(2):
        print(x)
    kept = gen(5)
    print(await kept.asend(None), type(kept).__name__)
    keep.append(kept)
    return "end"

keep = []
print(asyncio.run(main()))

class Ticker:
    def __init__(self, n):
        self.n = n
    def __aiter__(self):
        return self
    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        await asyncio.sleep(0)
        return self.n

async def over():
    print([x async for x in Ticker(3)])
    async for x in Ticker(5):
        if x == 2:
            break
        print(x)
    else:
        print("not this")
    async for x in Ticker(1):
        continue
    else:
        print("else")
    print({x: x * x async for x in Ticker(3) if x != 1}, sum([x async for x in Ticker(4)]))
    print([[y async for y in Ticker(x)] async for x in Ticker(3)])

asyncio.run(over())

def handler(loop, context):
    print("handler:", context["message"].split(" ")[0], repr(context["exception"]))

async def with_handler():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    await asyncio.sleep(0)

asyncio.run(with_handler())
