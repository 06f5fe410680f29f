# A Value lies between the processes: with its lock nothing is lost.
from multiprocessing import Array, Lock, Process, RawValue, Value

def add(counter, times):
    for _ in range(times):
        with counter.get_lock():
            counter.value += 1

def fill(array, lock, place):
    for n in range(3):
        with lock:
            array[place] += n + place

if __name__ == "__main__":
    counter = Value("i", 0)
    workers = [Process(target=add, args=(counter, 50)) for _ in range(3)]
    for w in workers:
        w.start()
    for w in workers:
        w.join()
    print(counter.value)
    array, lock = Array("d", [0.5] * 3), Lock()
    workers = [Process(target=fill, args=(array, lock, n)) for n in range(3)]
    for w in workers:
        w.start()
    for w in workers:
        w.join()
    print(list(array), len(array), array[1:], array[-1])
    array[0] = 7
    array[1:] = [8, 9]
    print(array[:])
    small = Value("b", 127)
    small.value += 1
    print(small.value)
    raw = RawValue("q", 5)
    raw.value -= 7
    print(raw.value)
    flag = Value("d")
    print(flag.value)
    for bad in ("x", 1.5):
        try:
            counter.value = bad
        except TypeError as error:
            print(error)
    try:
        array[5]
    except IndexError as error:
        print(error)
