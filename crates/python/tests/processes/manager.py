# A manager keeps objects in a process of its own.
from multiprocessing import Manager, Pool, Process

def fill(shared, order, n, lock):
    with lock:
        shared[n] = n * n
        order.append(n)

def add(value, lock):
    with lock:
        value.value += 1

def put(pair):
    queue, n = pair
    queue.put(n)
    return n

def rename(space):
    space.name = space.name.upper()
    space.count += 1

if __name__ == "__main__":
    with Manager() as manager:
        shared, order, lock = manager.dict(), manager.list(), manager.Lock()
        workers = [Process(target=fill, args=(shared, order, n, lock)) for n in range(4)]
        for w in workers:
            w.start()
        for w in workers:
            w.join()
        print(sorted(shared.items()), sorted(order), len(shared), 2 in shared, shared.get(9), shared.get(9, "none"))
        print({**dict(shared)} == {0: 0, 1: 1, 2: 4, 3: 9}, sum(order), order[0] in range(4))
        shared["list"] = [1]
        shared["list"].append(2)
        print(shared["list"], shared.pop("list"), sorted(shared.keys()), sorted(shared.values()))
        for wrong in (lambda: shared["no"], lambda: order[99], lambda: order.remove("x")):
            try:
                wrong()
            except Exception as error:
                print(type(error).__name__, error)
        value = manager.Value("i", 0)
        workers = [Process(target=add, args=(value, lock)) for _ in range(3)]
        for w in workers:
            w.start()
        for w in workers:
            w.join()
        print(value.value, value)
        space = manager.Namespace(name="ann", count=1)
        p = Process(target=rename, args=(space,))
        p.start()
        p.join()
        print(space.name, space.count, space)
        queue = manager.Queue()
        with Pool(2) as pool:
            print(pool.map(put, [(queue, n) for n in range(3)]))
        print(sorted(queue.get() for _ in range(3)), queue.empty())
        small = manager.list([3, 1, 2])
        small.sort()
        small.extend([9])
        small += [10]
        print(small, list(small), small[1:3], small.index(9), small.pop())
        event = manager.Event()
        event.set()
        print(event.is_set())
        shared.clear()
        shared.update(a=1)
        print(shared, repr(shared).split(" at ")[0])
