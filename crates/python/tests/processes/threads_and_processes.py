# A process that is begun beside threads has a copy of what they share, and none of them.
import threading, time
from multiprocessing import Process, Queue
shared = {"a": [1, 2]}
class P:
    def __init__(s): s.v = 1
obj = P()
lock = threading.Lock()
done = threading.Event()
def th():
    shared["b"] = 5
    obj.v = 7
    done.wait()
def child(q):
    shared["a"].append(3)
    with lock:
        q.put((shared, obj.v, done.is_set()))
    t = threading.Thread(target=lambda: q.put("thread in child"))
    t.start(); t.join()
if __name__ == "__main__":
    t = threading.Thread(target=th); t.start()
    time.sleep(0.01)
    q = Queue()
    p = Process(target=child, args=(q,)); p.start()
    print(q.get()); print(q.get())
    p.join(); done.set(); t.join()
    print(shared, obj.v, p.exitcode)
