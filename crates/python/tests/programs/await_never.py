import asyncio

async def f():
    print("never")

async def main():
    f()
    asyncio.sleep(1)
    await asyncio.sleep(0)
    print("main")

f()
asyncio.run(main())
