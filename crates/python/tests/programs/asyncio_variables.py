import asyncio
import contextvars

who = contextvars.ContextVar("who", default="nobody")

async def child():
    print("child sees", who.get())
    who.set("child")
    await asyncio.sleep(0)
    print("child has", who.get())

async def main():
    token = who.set("main")
    t = asyncio.create_task(child())
    who.set("main again")
    await t
    print("main has", who.get())
    await child()
    print("after await", who.get())
    who.reset(token)
    print(who.get())
    loop = asyncio.get_running_loop()
    who.set("for callbacks")
    loop.call_soon(lambda: print("callback sees", who.get()))
    who.set("later")
    await asyncio.sleep(0)
    ctx = contextvars.copy_context()
    print(ctx[who], len(ctx), who in ctx)
    ctx.run(who.set, "in there")
    print(ctx[who], who.get())
    print(await asyncio.gather(named("a"), named("b")))

async def named(n):
    who.set(n)
    await asyncio.sleep(0)
    return who.get()

asyncio.run(main())
print(who.get())
missing = contextvars.ContextVar("missing")
try:
    missing.get()
except LookupError as e:
    print(type(e).__name__)
print(missing.get("given"), who.name)
