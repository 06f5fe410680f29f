import asyncio


async def fetch(name, seconds):
    print("begin", name)
    await asyncio.sleep(seconds)  # the loop goes on with the others
    print("end  ", name)
    return name.upper()


async def main():
    loop = asyncio.get_running_loop()
    begun = loop.time()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(fetch(name, seconds)) for name, seconds in [("a", 0.3), ("b", 0.1), ("c", 0.2)]]
    print([task.result() for task in tasks])
    print(f"three waits took {loop.time() - begun:.1f} s")


asyncio.run(main())
