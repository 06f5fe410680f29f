import time
#: if limited
#| from threading import Lock, Semaphore, Thread
#: else
from threading import Lock, Thread
#: end


class Database:
    def __init__(self, connections):
        self.connections = connections
        self.lock = Lock()
        self.open = self.most = 0

    def query(self):
        with self.lock:
            if self.open == self.connections:
                raise ConnectionError("too many connections")
            self.open += 1
            self.most = max(self.most, self.open)
        time.sleep(0.01)  # the answer is on its way  #: query=0.01
        with self.lock:
            self.open -= 1


database = Database(3)  #: connections=3
#: if limited
#| free = Semaphore(3)  #: connections=3
#: end
answers, refused = [], []


def work():
    try:
        #: if limited
        #| with free:
        #|     database.query()
        #: else
        database.query()
        #: end
        answers.append("a row")
    except ConnectionError as error:
        refused.append(error)


workers = [Thread(target=work) for _ in range(8)]  #: workers=8
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print(f"{len(answers)} answers, {len(refused)} refused")

#: outcome
#| verdict(
#|     "refused" if refused else "within",
#|     workers=len(workers),
#|     connections=database.connections,
#|     answers=len(answers),
#|     refused=len(refused),
#|     most=database.most,
#| )
