from queue import Queue
from threading import Thread

STOP = None
jobs = Queue(4)  #: capacity=4
results = Queue(4)  #: capacity=4
squares = []


def work():
    while True:
        job = jobs.get()  #: @take
        if job is STOP:
            return
        results.put(job * job)  #: @give


def collect():
    for _ in range(20):  #: items=20
        squares.append(results.get())  #: @collect


workers = [Thread(target=work) for _ in range(2)]  #: workers=2
#: if reader
#| workers.append(Thread(target=collect))
#: end
for worker in workers:
    worker.start()  #: @start

for job in range(20):  #: items=20
    jobs.put(job)  #: @send
for _ in range(2):  #: workers=2
    jobs.put(STOP)  #: @stop
#: if reader=false
collect()
#: end
for worker in workers:
    worker.join()  #: @join

print(f"{len(squares)} results")

#: outcome
#| verdict(
#|     "all-there",
#|     items=20,  #: items=20
#|     capacity=4,  #: capacity=4
#|     sum=sum(squares),
#| )
