import time
from queue import Queue
#: if caught
#| from threading import Thread, current_thread
#: else
from threading import Thread
#: end

STOP = None
items = Queue()
results = []


def handle(item):
    time.sleep(0.002)  #: @work pause=0.002
    if item == 5:  #: @work bad=5
        raise ValueError(f"item {item} is bad")
    return item * item


def work():
    while True:
        item = items.get()  #: @get
        if item is STOP:
            return
        #: if caught
        #| try:
        #|     results.append(handle(item))  #: @keep
        #| except ValueError as error:
        #|     print(current_thread().name, error)  #: @log
        #| finally:
        #|     items.task_done()  #: @done
        #: else
        results.append(handle(item))  #: @keep
        items.task_done()  #: @done
        #: end


workers = [Thread(target=work) for _ in range(3)]  #: workers=3
for worker in workers:
    worker.start()  #: @start
for item in range(1, 12 + 1):  #: items=12
    items.put(item)  #: @put
items.join()  #: @wait
for worker in workers:
    items.put(STOP)  #: @stop
for worker in workers:
    worker.join()  #: @join

print(f"{len(results)} results")

#: outcome
#| failed = 12 - len(results)  #: items=12
#| verdict(
#|     "logged" if failed else "all-done",
#|     items=12,  #: items=12
#|     done=len(results),
#|     failed=failed,
#|     workers=len(workers),
#| )
