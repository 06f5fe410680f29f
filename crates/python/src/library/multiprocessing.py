# multiprocessing: processes with a memory of their own, and what lies between them.

import os
import pickle
from multiprocessing.process import Process, _Context, _default
from multiprocessing.process import BaseProcess, active_children, current_process, parent_process, _spawned
from multiprocessing.process import ProcessError, BufferTooShort, TimeoutError, AuthenticationError

def cpu_count():
    count = os.cpu_count()
    if count is None:
        raise NotImplementedError("cannot determine number of cpus")
    return count

def freeze_support():
    pass

def get_context(method=None):
    return _default.get_context(method)

def set_start_method(method, force=False):
    _default.set_start_method(method, force)

def get_start_method(allow_none=False):
    return _default.get_start_method(allow_none)

def get_all_start_methods():
    return ["fork", "spawn", "forkserver"]

def Pool(processes=None, initializer=None, initargs=(), maxtasksperchild=None):
    return _default.Pool(processes, initializer, initargs, maxtasksperchild)

def Manager():
    return _default.Manager()

Lock = _default.Lock
RLock = _default.RLock
Semaphore = _default.Semaphore
BoundedSemaphore = _default.BoundedSemaphore
Event = _default.Event
Condition = _default.Condition
Barrier = _default.Barrier
Queue = _default.Queue
SimpleQueue = _default.SimpleQueue
JoinableQueue = _default.JoinableQueue
Pipe = _default.Pipe
Value = _default.Value
Array = _default.Array
RawValue = _default.RawValue
RawArray = _default.RawArray
