# How a process ends is its exit code.
import os
import sys
import time
from multiprocessing import Process

def fine():
    pass

def leaves(code):
    sys.exit(code)

def at_once():
    try:
        os._exit(7)
    finally:
        print("never")

def fails():
    raise ValueError("no good")

def sleeps():
    time.sleep(60)

def spins():
    n = 0
    while True:
        n += 1

if __name__ == "__main__":
    for target, args in [(fine, ()), (leaves, (3,)), (leaves, (None,)), (leaves, ("a message",)), (at_once, ()), (fails, ())]:
        process = Process(target=target, args=args)
        process.start()
        process.join()
        print(target.__name__, args, process.exitcode)
    for target in (sleeps, spins):
        process = Process(target=target)
        process.start()
        process.join(timeout=0.05)
        print(process.exitcode, process.is_alive())
        process.terminate()
        process.join()
        print(target.__name__, process.exitcode, process.is_alive())
    process = Process(target=sleeps)
    process.start()
    process.kill()
    process.join()
    print(process.exitcode)
    process.close()
    try:
        process.join()
    except ValueError as error:
        print(error)
    sys.exit(4)
