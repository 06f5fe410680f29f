#: if between=sleep
#| import time
#: end
#: if locked
#| from threading import Lock, Thread
#: else
from threading import Thread
#: end

counter = 0
#: if locked
#| lock = Lock()
#: end


#: if between=call
#| def plus_one(value):
#|     return value + 1
#|
#|
#: end
def add():
    global counter
    for _ in range(10_000):  #: @loop increments=10_000
        # counter += 1, one step a line
        #: if locked
        #| with lock:  #: @take
        #|     seen = counter  #: @read
        #|     #: if between=call
        #|     #| new = plus_one(seen)  #: @between
        #|     #| counter = new  #: @write
        #|     #: else
        #|     #: if between=sleep
        #|     #| time.sleep(0)  #: @between
        #|     #: end
        #|     counter = seen + 1  #: @write
        #|     #: end
        #: else
        seen = counter  #: @read
        #: if between=call
        #| new = plus_one(seen)  #: @between
        #| counter = new  #: @write
        #: else
        #: if between=sleep
        #| time.sleep(0)  #: @between
        #: end
        counter = seen + 1  #: @write
        #: end
        #: end


workers = [Thread(target=add) for _ in range(2)]  #: workers=2
for worker in workers:
    worker.start()  #: @start
for worker in workers:
    worker.join()  #: @join

expected = 2 * 10_000  #: workers=2 increments=10_000
print(f"{counter:,} of {expected:,} arrived")

#: outcome
#| verdict(
#|     "all-there" if counter == expected else "lost",
#|     arrived=counter,
#|     expected=expected,
#|     lost=expected - counter,
#|     share=(expected - counter) / expected,
#| )
