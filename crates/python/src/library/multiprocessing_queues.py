# multiprocessing.queues: what carries bytes of values from one process to others.

import pickle
import traceback
import sys
from queue import Empty, Full
from multiprocessing.synchronize import _Inherited

class Queue(_Inherited):
    def __init__(self, maxsize=0, *, ctx=None):
        self._maxsize = maxsize
        self._channel = __native_between(__native_channel(maxsize, False))
        self._closed = False

    def put(self, obj, block=True, timeout=None):
        if self._closed:
            raise ValueError(f"Queue {self!r} is closed")
        # In CPython a thread pickles it later: whoever puts it in does not hear of it when it cannot be.
        try:
            bytes = pickle.dumps(obj)
        except Exception:
            traceback.print_exc()
            return
        if not __native_send(self._channel, bytes, block, timeout if block else None):
            raise Full

    def get(self, block=True, timeout=None):
        if self._closed:
            raise ValueError(f"Queue {self!r} is closed")
        bytes = __native_queue_get(self._channel, block, timeout if block else None)
        if bytes is NotImplemented:
            raise Empty
        return pickle.loads(bytes)

    def put_nowait(self, obj):
        return self.put(obj, False)

    def get_nowait(self):
        return self.get(False)

    def qsize(self):
        return self._channel.qsize()

    def empty(self):
        return self._channel.qsize() == 0

    def full(self):
        return 0 < self._maxsize <= self._channel.qsize()

    def close(self):
        self._closed = True

    def join_thread(self):
        assert self._closed, f"Queue {self!r} not closed"

    def cancel_join_thread(self):
        pass

class JoinableQueue(Queue):
    def task_done(self):
        __native_queue_done(self._channel)

    def join(self):
        self._channel.join()

class SimpleQueue(_Inherited):
    def __init__(self, *, ctx=None):
        self._channel = __native_between(__native_channel(0, False))

    def put(self, obj):
        __native_send(self._channel, pickle.dumps(obj), True, None)

    def get(self):
        return pickle.loads(__native_queue_get(self._channel, True, None))

    def empty(self):
        return self._channel.qsize() == 0

    def close(self):
        pass
