#: if between=wait
import time
#: end
#: if remedy=none
from threading import Thread, current_thread
#: end
#: if remedy=lock
#| from threading import Lock, Thread, current_thread
#: end
#: if remedy=claim
#| from threading import Thread, current_thread
#: end

cases = {}  # report -> who opened a case for it
mails = []  # sent to the customer, one for each case
#: if remedy=lock
#| lock = Lock()
#: end


def handle():
    me = current_thread().name
    for report in range(12):  #: reports=12
        #: if remedy=none
        if report not in cases:  # check
            #: if between=wait
            time.sleep(0.001)  # ask for a case number
            #: end
            cases[report] = me  # act
            mails.append(report)
        #: end
        #: if remedy=lock
        #| with lock:
        #|     if report not in cases:  # check
        #|         #: if between=wait
        #|         time.sleep(0.001)  # ask for a case number
        #|         #: end
        #|         cases[report] = me  # act
        #|         mails.append(report)
        #: end
        #: if remedy=claim
        #| if cases.setdefault(report, me) == me:  # both in one
        #|     #: if between=wait
        #|     time.sleep(0.001)  # ask for a case number
        #|     #: end
        #|     mails.append(report)
        #: end


workers = [Thread(target=handle) for _ in range(3)]  #: workers=3
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()

print(f"{len(mails)} mails for {len(cases)} reports")

#: outcome
#| extra = len(mails) - len(cases)
#| verdict(
#|     "again" if extra else "once",
#|     reports=len(cases),
#|     mails=len(mails),
#|     extra=extra,
#| )
