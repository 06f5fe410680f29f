# concurrent.futures: pools of threads, over queues, conditions and threads of the engine.

import os
from queue import SimpleQueue, Empty
from threading import Condition, Lock, Semaphore, Thread

FIRST_COMPLETED = 'FIRST_COMPLETED'
FIRST_EXCEPTION = 'FIRST_EXCEPTION'
ALL_COMPLETED = 'ALL_COMPLETED'

class Error(Exception):
    pass

class CancelledError(Error):
    pass

class InvalidStateError(Error):
    pass

class BrokenExecutor(RuntimeError):
    pass

TimeoutError = TimeoutError

_TOLD = ('CANCELLED', 'FINISHED')

class Future:
    def __init__(self):
        self._condition = Condition()
        self._state = 'PENDING'
        self._result = None
        self._exception = None
        self._waiters = []
        self._done_callbacks = []

    def __repr__(self):
        with self._condition:
            state = self._state.lower()
            if self._state == 'FINISHED':
                if self._exception is not None:
                    return f'<Future at {id(self):#x} state={state} raised {type(self._exception).__name__}>'
                return f'<Future at {id(self):#x} state={state} returned {type(self._result).__name__}>'
            return f'<Future at {id(self):#x} state={state}>'

    def cancel(self):
        with self._condition:
            if self._state in ('RUNNING', 'FINISHED'):
                return False
            if self._state == 'CANCELLED':
                return True
            self._end('CANCELLED')
        self._invoke_callbacks()
        return True

    def cancelled(self):
        with self._condition:
            return self._state == 'CANCELLED'

    def running(self):
        with self._condition:
            return self._state == 'RUNNING'

    def done(self):
        with self._condition:
            return self._state in _TOLD

    def _end(self, state):
        self._state = state
        for waiter in self._waiters:
            waiter.put(self)
        self._condition.notify_all()

    def _invoke_callbacks(self):
        for callback in self._done_callbacks:
            callback(self)

    def add_done_callback(self, fn):
        with self._condition:
            if self._state not in _TOLD:
                self._done_callbacks.append(fn)
                return
        fn(self)

    def _wait(self, timeout):
        if self._state not in _TOLD:
            self._condition.wait_for(lambda: self._state in _TOLD, timeout)
        if self._state == 'CANCELLED':
            raise CancelledError()
        if self._state != 'FINISHED':
            raise TimeoutError()

    def result(self, timeout=None):
        with self._condition:
            self._wait(timeout)
            exception = self._exception
            if exception is None:
                return self._result
        raise exception

    def exception(self, timeout=None):
        with self._condition:
            self._wait(timeout)
            return self._exception

    def set_running_or_notify_cancel(self):
        with self._condition:
            if self._state == 'CANCELLED':
                return False
            self._state = 'RUNNING'
            return True

    def set_result(self, result):
        with self._condition:
            if self._state in _TOLD:
                raise InvalidStateError(f'{self._state}: {self!r}')
            self._result = result
            self._end('FINISHED')
        self._invoke_callbacks()

    def set_exception(self, exception):
        with self._condition:
            if self._state in _TOLD:
                raise InvalidStateError(f'{self._state}: {self!r}')
            self._exception = exception
            self._end('FINISHED')
        self._invoke_callbacks()

    def _watched_by(self, waiter):
        # Whether it is over already; otherwise the waiter gets it once it is.
        with self._condition:
            if self._state in _TOLD:
                return True
            self._waiters.append(waiter)
            return False

class DoneAndNotDoneFutures(tuple):
    @property
    def done(self):
        return self[0]

    @property
    def not_done(self):
        return self[1]

    def __repr__(self):
        return f'DoneAndNotDoneFutures(done={self[0]!r}, not_done={self[1]!r})'

def _left(end):
    return None if end is None else max(0, (end - __native_now()) / 1e9)

def _end_of(timeout):
    return None if timeout is None else __native_now() + int(timeout * 1e9)

def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    fs = set(fs)
    waiter = SimpleQueue()
    end = _end_of(timeout)
    done = {future for future in fs if future._watched_by(waiter)}
    not_done = fs - done

    def enough():
        if not not_done:
            return True
        if return_when == FIRST_COMPLETED:
            return bool(done)
        if return_when == FIRST_EXCEPTION:
            return any(not f.cancelled() and f.exception() is not None for f in done)
        return False

    while not enough():
        try:
            future = waiter.get(timeout=_left(end))
        except Empty:
            break
        done.add(future)
        not_done.discard(future)
    return DoneAndNotDoneFutures((done, not_done))

def as_completed(fs, timeout=None):
    fs = list(dict.fromkeys(fs))
    waiter = SimpleQueue()
    end = _end_of(timeout)
    done = [future for future in fs if future._watched_by(waiter)]
    total, left = len(fs), len(fs) - len(done)
    for future in done:
        yield future
    while left:
        try:
            future = waiter.get(timeout=_left(end))
        except Empty:
            raise TimeoutError(f'{left} (of {total}) futures unfinished') from None
        left -= 1
        yield future

def _work(queue, idle, initializer, initargs):
    if initializer is not None:
        initializer(*initargs)
    while True:
        item = queue.get()
        if item is None:
            queue.put(None)
            return
        future, fn, args, kwargs = item
        if future.set_running_or_notify_cancel():
            try:
                result = fn(*args, **kwargs)
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)
        idle.release()

class Executor:
    def __enter__(self):
        return self

    def __exit__(self, *raised):
        self.shutdown(wait=True)
        return False

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        end = _end_of(timeout)
        fs = [self.submit(fn, *args) for args in zip(*iterables)]

        def results():
            try:
                fs.reverse()
                while fs:
                    yield fs.pop().result(_left(end))
            finally:
                for future in fs:
                    future.cancel()

        return results()

_pools = 0

class ThreadPoolExecutor(Executor):
    def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=()):
        global _pools
        if max_workers is None:
            max_workers = min(32, (os.cpu_count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._max_workers = max_workers
        self._work_queue = SimpleQueue()
        self._idle_semaphore = Semaphore(0)
        self._threads = []
        self._shutdown = False
        self._shutdown_lock = Lock()
        self._thread_name_prefix = thread_name_prefix or f'ThreadPoolExecutor-{_pools}'
        _pools += 1
        self._initializer = initializer
        self._initargs = initargs

    def submit(self, fn, /, *args, **kwargs):
        with self._shutdown_lock:
            if self._shutdown:
                raise RuntimeError('cannot schedule new futures after shutdown')
            future = Future()
            self._work_queue.put((future, fn, args, kwargs))
            if not self._idle_semaphore.acquire(blocking=False) and len(self._threads) < self._max_workers:
                work = (self._work_queue, self._idle_semaphore, self._initializer, self._initargs)
                name = f'{self._thread_name_prefix}_{len(self._threads)}'
                thread = Thread(target=_work, name=name, args=work)
                thread.start()
                self._threads.append(thread)
            return future

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._shutdown_lock:
            self._shutdown = True
            if cancel_futures:
                while True:
                    try:
                        item = self._work_queue.get_nowait()
                    except Empty:
                        break
                    if item is not None:
                        item[0].cancel()
            self._work_queue.put(None)
        if wait:
            for thread in self._threads:
                thread.join()
