# Values travel as copies, and end up in order.
from multiprocessing import JoinableQueue, Process, Queue, SimpleQueue
from queue import Empty, Full

class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __repr__(self):
        return f"Point({self.x}, {self.y})"

def square(numbers, results):
    while True:
        n = numbers.get()
        if n is None:
            break
        results.put((n, n * n))

def send_all(queue, things):
    for thing in things:
        queue.put(thing)

def work(queue, done):
    while True:
        item = queue.get()
        if item is None:
            queue.task_done()
            return
        done.put(item * 2)
        queue.task_done()

if __name__ == "__main__":
    numbers, results = Queue(), Queue()
    worker = Process(target=square, args=(numbers, results))
    worker.start()
    for n in range(5):
        numbers.put(n)
    numbers.put(None)
    print([results.get() for _ in range(5)])
    worker.join()

    queue = SimpleQueue()
    things = [1, 2.5, "text", b"bytes", None, True, [1, [2]], {"a": {1, 2}}, (1, "x"), Point(1, Point(2, 3)), 1 << 80]
    sender = Process(target=send_all, args=(queue, things))
    sender.start()
    for _ in things:
        print(queue.get())
    sender.join()
    print(queue.empty())

    small = Queue(maxsize=1)
    small.put("one")
    try:
        small.put("two", timeout=0.01)
    except Full:
        print("full", small.full())
    print(small.get())
    try:
        small.get(timeout=0.01)
    except Empty:
        print("empty")
    try:
        small.get_nowait()
    except Empty:
        print("still empty")

    jobs, done = JoinableQueue(), Queue()
    helper = Process(target=work, args=(jobs, done))
    helper.start()
    for n in range(3):
        jobs.put(n)
    jobs.join()
    print(sorted(done.get() for _ in range(3)))
    jobs.put(None)
    helper.join()
    small.close()
    try:
        small.put(1)
    except ValueError as error:
        print(str(error)[:6], str(error)[-9:])
