#: if remedy=timeout
#| import random
#: end
import time
#: if remedy=queue
#| from queue import Queue
#| from threading import Thread
#: else
from threading import Lock, Thread
#: end

balance = {"ann": 100, "ben": 100}
#: if remedy=none,order,timeout
lock = {"ann": Lock(), "ben": Lock()}
#: end
#: if remedy=timeout
#| retried = []
#: end
#: if remedy=one-lock
#| bank = Lock()
#: end
#: if remedy=queue
#| orders = Queue()
#: end


def move(source, target):
    balance[source] -= 1  #: @move
    balance[target] += 1  #: @move


#: if remedy=none
def transfer(source, target):
    for _ in range(10):  #: @loop transfers=10
        with lock[source]:  #: @first
            time.sleep(0.001)  #: @pause pause=0.001
            with lock[target]:  #: @second
                move(source, target)
#: end
#: if remedy=order
#| def transfer(source, target):
#|     one, two = sorted((source, target))
#|     for _ in range(10):  #: @loop transfers=10
#|         with lock[one]:  #: @first
#|             time.sleep(0.001)  #: @pause pause=0.001
#|             with lock[two]:  #: @second
#|                 move(source, target)
#: end
#: if remedy=timeout
#| def attempt(source, target):
#|     with lock[source]:  #: @first
#|         time.sleep(0.001)  #: @pause pause=0.001
#|         if not lock[target].acquire(timeout=0.01):  #: @second
#|             return False
#|         move(source, target)
#|         lock[target].release()
#|         return True
#|
#|
#| def transfer(source, target):
#|     for _ in range(10):  #: @loop transfers=10
#|         while not attempt(source, target):
#|             retried.append(source)
#|             time.sleep(random.random() / 50)  #: @back-off
#: end
#: if remedy=one-lock
#| def transfer(source, target):
#|     for _ in range(10):  #: @loop transfers=10
#|         with bank:  #: @first
#|             time.sleep(0.001)  #: @pause pause=0.001
#|             move(source, target)
#: end
#: if remedy=queue
#| def transfer(source, target):
#|     for _ in range(10):  #: @loop transfers=10
#|         orders.put((source, target))  #: @put
#|
#|
#| def teller():  # alone touches the accounts
#|     for _ in range(2 * 10):  #: @loop transfers=10
#|         source, target = orders.get()  #: @get
#|         time.sleep(0.001)  #: @pause pause=0.001
#|         move(source, target)
#: end


threads = [
    Thread(target=transfer, args=("ann", "ben")),
    Thread(target=transfer, args=("ben", "ann")),
    #: if remedy=queue
    #| Thread(target=teller),
    #: end
]
for thread in threads:
    thread.start()  #: @start
for thread in threads:
    thread.join()  #: @join

print(balance)

#: outcome
#| #: if remedy=none
#| key = "lucky"
#| #: else
#| #| key = "done"
#| #: end
#| retries = 0
#| #: if remedy=timeout
#| #| retries = len(retried)
#| #: end
#| verdict(
#|     key,
#|     transfers=2 * 10,  #: transfers=10
#|     ann=balance["ann"],
#|     ben=balance["ben"],
#|     retries=retries,
#| )
