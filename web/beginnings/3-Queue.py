from queue import Queue
from threading import Thread
from time import sleep

jobs = Queue(maxsize=2)


def produce():
    for job in range(6):
        jobs.put(job)
        print(f"put {job}")
    jobs.put(None)


def consume():
    while (job := jobs.get()) is not None:
        sleep(0.002)
        print(f"done {job}")


threads = [Thread(target=produce), Thread(target=consume)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
