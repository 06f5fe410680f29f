#: if lock=reentrant
#| from threading import RLock, Thread
#: else
from threading import Lock, Thread
#: end


class Tracker:
    def __init__(self):
        #: if lock=reentrant
        #| self.lock = RLock()
        #: else
        self.lock = Lock()
        #: end
        self.closed = 0
        self.notes = []

    #: if lock=inside
    #| def _note(self, text):  # only while the lock is held
    #|     self.notes.append(text)
    #|
    #: end
    def note(self, text):
        with self.lock:
            #: if lock=inside
            #| self._note(text)
            #: else
            self.notes.append(text)
            #: end

    def close(self, case):
        with self.lock:
            self.closed += 1
            #: if lock=inside
            #| self._note(f"case {case} is closed")
            #: else
            self.note(f"case {case} is closed")
            #: end


tracker = Tracker()


def work():
    for case in range(5):  #: cases=5
        tracker.note(f"case {case} is looked at")
        tracker.close(case)


workers = [Thread(target=work) for _ in range(2)]  #: workers=2
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()

print(f"{tracker.closed} closed, {len(tracker.notes)} notes")

#: outcome
#| verdict("closed", closed=tracker.closed, notes=len(tracker.notes))
