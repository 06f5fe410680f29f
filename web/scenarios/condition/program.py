import time
from threading import Condition, Thread

ready = Condition()
cases = []
served = []
empty_handed = []


def work():
    time.sleep(0.0)  #: late=0.0
    with ready:
        #: if wait=if
        if not cases:
            ready.wait()
        #: end
        #: if wait=blind
        #| ready.wait()
        #: end
        #: if wait=while
        #| while not cases:
        #|     ready.wait()
        #: end
        if cases:
            served.append(cases.pop(0))
        else:
            empty_handed.append("woken for nothing")


def bring():
    for case in range(3):  #: workers=3
        time.sleep(0.002)  #: pause=0.002
        with ready:
            cases.append(case)
            ready.notify_all()


threads = [Thread(target=work) for _ in range(3)]  #: workers=3
threads.append(Thread(target=bring))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

print(f"{len(served)} served, {len(empty_handed)} empty-handed")

#: outcome
#| verdict(
#|     "empty-handed" if empty_handed else "served",
#|     workers=3,  #: workers=3
#|     served=len(served),
#|     empty=len(empty_handed),
#| )
