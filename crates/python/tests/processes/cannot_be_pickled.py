# What cannot go to another process, in CPython's words.
import pickle
import threading
from multiprocessing import Lock, Pipe, Process, Queue, SimpleQueue

def outer():
    def inner():
        pass
    return inner

def numbers():
    yield 1

class Holds:
    def __init__(self):
        self.lock = threading.Lock()

def attempt(thing):
    here, there = Pipe()
    try:
        here.send(thing)
        print("sent", str(there.recv()).split(" at 0x")[0])
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0])

if __name__ == "__main__":
    attempt(lambda: 0)
    attempt(outer())
    attempt(numbers())
    attempt(threading.Lock())
    attempt(threading.RLock())
    attempt(Holds())
    attempt([1, {"a": lambda: 0}])
    attempt(Lock())
    attempt(Queue())
    attempt(SimpleQueue())
    attempt(pickle)
    attempt({}.keys())
    attempt(len)
    attempt(outer)
    attempt(Holds)
