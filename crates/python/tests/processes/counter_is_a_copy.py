# A counter in a process is a copy: what the child adds, the parent does not see.
from multiprocessing import Process

counter = 0
seen = []

def add(times):
    global counter
    for _ in range(times):
        counter += 1
    seen.append(counter)
    print("in the child", counter, seen)

if __name__ == "__main__":
    counter = 5
    worker = Process(target=add, args=(3,))
    print(worker.exitcode, worker.is_alive(), worker.name)
    worker.start()
    worker.join()
    print("in the parent", counter, seen)
    print(worker.exitcode, worker.is_alive())
