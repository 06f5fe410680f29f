# queue: queues of the engine; those with an order of their own stand on a condition, as in CPython.

from heapq import heappush, heappop
from threading import Condition, Lock

class Empty(Exception):
    pass

class Full(Exception):
    pass

_queue = __native_handles("Queue")
_simple_queue = __native_handles("SimpleQueue")

def p_new_Queue(maxsize=0):
    return __native_queue(_queue, maxsize)

def p_new_SimpleQueue():
    return __native_queue(_simple_queue, 0)

Queue = _queue
SimpleQueue = _simple_queue

def p_Queue_put(self, item, block=True, timeout=None):
    if block and timeout is not None and timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")
    if not __native_queue_put(self, item, block, timeout if block else None):
        raise Full

def p_Queue_put_nowait(self, item):
    if not __native_queue_put(self, item, False, None):
        raise Full

def p_Queue_get(self, block=True, timeout=None):
    if block and timeout is not None and timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")
    item = __native_queue_get(self, block, timeout if block else None)
    if item is NotImplemented:
        raise Empty
    return item

def p_Queue_get_nowait(self):
    item = __native_queue_get(self, False, None)
    if item is NotImplemented:
        raise Empty
    return item

def p_Queue_empty(self):
    return self.qsize() == 0

def p_Queue_full(self):
    return 0 < __native_extra(self) <= self.qsize()

def p_Queue_task_done(self):
    __native_queue_done(self)

def p_SimpleQueue_put(self, item, block=True, timeout=None):
    __native_queue_put(self, item, True, None)

def p_SimpleQueue_put_nowait(self, item):
    __native_queue_put(self, item, True, None)

def p_SimpleQueue_get(self, block=True, timeout=None):
    return p_Queue_get(self, block, timeout)

def p_SimpleQueue_get_nowait(self):
    return p_Queue_get_nowait(self)

def p_SimpleQueue_empty(self):
    return self.qsize() == 0

class _Ordered:
    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self.queue = []
        self.mutex = Lock()
        self.not_empty = Condition(self.mutex)
        self.not_full = Condition(self.mutex)
        self.all_tasks_done = Condition(self.mutex)
        self.unfinished_tasks = 0

    def put(self, item, block=True, timeout=None):
        with self.not_full:
            if self.maxsize > 0:
                if not block:
                    if len(self.queue) >= self.maxsize:
                        raise Full
                elif timeout is None:
                    while len(self.queue) >= self.maxsize:
                        self.not_full.wait()
                elif timeout < 0:
                    raise ValueError("'timeout' must be a non-negative number")
                else:
                    if not self.not_full.wait_for(lambda: len(self.queue) < self.maxsize, timeout):
                        raise Full
            self._put(item)
            self.unfinished_tasks += 1
            self.not_empty.notify()

    def get(self, block=True, timeout=None):
        with self.not_empty:
            if not block:
                if not self.queue:
                    raise Empty
            elif timeout is None:
                while not self.queue:
                    self.not_empty.wait()
            elif timeout < 0:
                raise ValueError("'timeout' must be a non-negative number")
            else:
                if not self.not_empty.wait_for(lambda: len(self.queue) > 0, timeout):
                    raise Empty
            item = self._get()
            self.not_full.notify()
            return item

    def put_nowait(self, item):
        return self.put(item, False)

    def get_nowait(self):
        return self.get(False)

    def qsize(self):
        with self.mutex:
            return len(self.queue)

    def empty(self):
        with self.mutex:
            return not self.queue

    def full(self):
        with self.mutex:
            return 0 < self.maxsize <= len(self.queue)

    def task_done(self):
        with self.all_tasks_done:
            unfinished = self.unfinished_tasks - 1
            if unfinished < 0:
                raise ValueError("task_done() called too many times")
            if unfinished == 0:
                self.all_tasks_done.notify_all()
            self.unfinished_tasks = unfinished

    def join(self):
        with self.all_tasks_done:
            while self.unfinished_tasks:
                self.all_tasks_done.wait()

class LifoQueue(_Ordered):
    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()

class PriorityQueue(_Ordered):
    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)
