import time
#: if wait=event
#| from threading import Event, Thread
#: else
from threading import Thread
#: end

config = {}
seen = []
#: if wait=event
#| loaded = Event()
#: end


def load():
    time.sleep(0.005)  #: load=0.005
    config["url"] = "https://tracker.example"
    #: if wait=event
    #| loaded.set()
    #: end


def work():
    #: if wait=sleep
    #| time.sleep(0.01)  # surely loaded by then  #: guess=0.01
    #: end
    #: if wait=event
    #| loaded.wait()
    #: end
    seen.append(config.get("url"))


threads = [Thread(target=work) for _ in range(4)]  #: workers=4
threads.append(Thread(target=load))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

early = seen.count(None)
print(f"{early} of {len(seen)} began too early")

#: outcome
#| verdict(
#|     "too-early" if early else "all-ready",
#|     workers=len(seen),
#|     early=early,
#| )
