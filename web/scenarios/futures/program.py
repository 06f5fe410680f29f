import time
from concurrent.futures import ThreadPoolExecutor

known, failed = [], []
cancelled = 0


def notify(case):
    time.sleep(0.002)  #: pause=0.002
    if case == 3:  #: bad=3
        raise ValueError(f"case {case} has no address")
    return case


#: if ask=callback
#| def note(future):
#|     if future.exception():
#|         failed.append(future.exception())
#|     else:
#|         known.append(future.result())
#|
#|
#: end
with ThreadPoolExecutor(max_workers=2) as pool:  #: workers=2
    futures = []
    for case in range(1, 8 + 1):  #: cases=8
        future = pool.submit(notify, case)
        futures.append(future)
        #: if ask=callback
        #| future.add_done_callback(note)
        #: end
    #: if ask=result
    #| try:
    #|     for future in futures:
    #|         known.append(future.result())
    #| except ValueError as error:
    #|     failed.append(error)
    #|     for future in futures:
    #|         cancelled += future.cancel()
    #: end
    #: if ask=each
    #| for future in futures:
    #|     if future.exception():
    #|         failed.append(future.exception())
    #|     else:
    #|         known.append(future.result())
    #: end

done = sum(future.done() for future in futures)
print(f"{done} done, {cancelled} cancelled")
for error in failed:
    print("failed:", error)

#: outcome
#| sent = sum(
#|     not future.cancelled() and future.exception() is None
#|     for future in futures
#| )
#| key = "told"
#| #: if ask=result
#| #| key = "stopped"
#| #: end
#| if sent == len(futures):
#|     key = "all-sent"
#| elif not failed:
#|     key = "silent"
#| verdict(
#|     key,
#|     cases=len(futures),
#|     sent=sent,
#|     known=len(known),
#|     failed=len(futures) - sent - cancelled,
#|     cancelled=cancelled,
#| )
