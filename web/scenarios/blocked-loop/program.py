import asyncio
import time


async def client():
    worst = 0
    for _ in range(30):  #: beats=30
        start = time.perf_counter()
        await asyncio.sleep(0.005)  #: @beat
        late = time.perf_counter() - start - 0.005
        worst = max(worst, late)
    return worst


async def visitor():
    await asyncio.sleep(0.03)  #: @arrive
    #: if call=blocking
    time.sleep(0.1)  #: @block block=0.1
    #: end
    #: if call=to-thread
    #| await asyncio.to_thread(time.sleep, 0.1)  #: @block block=0.1
    #: end
    #: if call=await
    #| await asyncio.sleep(0.1)  #: @block block=0.1
    #: end
    return 0


async def main():
    clients = [client() for _ in range(3)]  #: @start clients=3
    return max(await asyncio.gather(*clients, visitor()))  #: @join


worst = asyncio.run(main())
print(f"longest stall: {worst * 1000:.1f} ms")

#: outcome
#| verdict(
#|     "stalled" if worst >= 0.1 / 2 else "smooth",  #: block=0.1
#|     worst=worst,
#|     block=0.1,  #: block=0.1
#|     clients=3,  #: clients=3
#| )
