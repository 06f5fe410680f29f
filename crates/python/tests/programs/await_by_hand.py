import types
class Nap:
    def __init__(self, n): self.n = n
    def __await__(self):
        got = yield self.n
        return got
async def inner(n):
    a = await Nap(n)
    return a
async def outer():
    x = await inner(1)
    y = await inner(2)
    z = [await inner(k) for k in range(3)]
    return x, y, z
def drive(c):
    send = None
    while True:
        try:
            r = c.send(send)
            print('yielded', r)
            send = (r or 0) * 10
        except StopIteration as s:
            return s.value
print(drive(outer()))
async def gen(n):
    try:
        for i in range(n):
            await Nap(i)
            got = yield i * i
            if got: print('got', got)
    finally:
        print('gen closes')
async def use():
    async for x in gen(3):
        print('item', x)
    else:
        print('else')
    print([x async for x in gen(3) if x])
    print({x: y async for x in gen(2) for y in range(2)})
    g = gen(5)
    print(await anext(g), await g.asend('hi'))
    try:
        await g.athrow(ValueError('boo'))
    except ValueError as e:
        print('threw', e)
    print(await anext(g, 'none'))
    g2 = gen(5)
    await g2.__anext__()
    await g2.aclose()
    async for x in (i async for i in gen(3)):
        if x == 1: pass
    return sum([x async for x in gen(4)])
print(drive(use()))
class M:
    async def __aenter__(self):
        await Nap(7); print('enter'); return self
    async def __aexit__(self, t, v, tb):
        await Nap(8); print('exit', t, v); return t is KeyError
async def withs():
    async with M() as m, M():
        print('body')
    async with M():
        raise KeyError('k')
    try:
        async with M():
            raise ValueError('v')
    except ValueError as e:
        print('caught', e)
    async with M():
        return 5
print(drive(withs()))
c = inner(1)
c.send(None)
try:
    c.throw(RuntimeError('x'))
except RuntimeError as e: print(repr(e))
try: c.send(None)
except RuntimeError as e: print(e)
for bad in (lambda: drive(outer2()), ):
    async def outer2():
        await 5
    try: bad()
    except TypeError as e: print(e)
async def o3():
    async for x in 5: pass
try: drive(o3())
except TypeError as e: print(e)
async def o4():
    async with 5: pass
try: drive(o4())
except TypeError as e: print(e)
async def o5():
    raise StopIteration
try: drive(o5())
except RuntimeError as e: print(e)
print(type(c), type(gen(1)), type(gen(1).asend(None)), c.__name__)
class N2:
    def __await__(self):
        return inner(4).__await__()
async def o6(): return await N2()
print(drive(o6()))
def f():
    inner(3)
f()
