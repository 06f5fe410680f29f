# multiprocessing.pool: workers that take calls from a queue, and what becomes of the calls. Who asks for a result
# takes in what has come meanwhile; callbacks are called by a thread, as in CPython, where there can be one.

import os
import pickle
import threading
import traceback
from time import monotonic
import multiprocessing.process as _process
from multiprocessing.process import TimeoutError
from multiprocessing.queues import SimpleQueue

class RemoteTraceback(Exception):
    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb

class MaybeEncodingError(Exception):
    def __init__(self, exc, value):
        self.exc = repr(exc)
        self.value = repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return "Error sending result: '%s'. Reason: '%s'" % (self.value, self.exc)

    def __repr__(self):
        return "<%s: %s>" % (type(self).__name__, self)

RemoteTraceback.__module__ = MaybeEncodingError.__module__ = "multiprocessing.pool"

class _Failed:
    # An exception on its way, with the traceback that stays behind.
    def __init__(self, error):
        self.error = error
        self.words = '\n"""\n' + ''.join(traceback.format_exception(type(error), error, error.__traceback__)) + '"""'

def _raised(failed):
    error = failed.error
    error.__cause__ = RemoteTraceback(failed.words)
    return error

def _call(function, args, kwargs):
    try:
        return True, function(*args, **kwargs)
    except Exception as error:
        return False, _Failed(error)

def _map(function, items):
    return [function(item) for item in items]

def _starmap(function, items):
    return [function(*item) for item in items]

def _worker(calls, results, initializer, initargs, most):
    if initializer is not None:
        initializer(*initargs)
    done = 0
    while most is None or done < most:
        call = calls.get()
        if call is None:
            return
        number, function, args, kwargs = call
        good, value = _call(function, args, kwargs)
        _answer(results, number, good, value)
        done += 1
    results.put(None)

def _answer(results, number, good, value):
    try:
        bytes = pickle.dumps((number, good, value))
    except Exception as error:
        wrapped = MaybeEncodingError(error, value.error if isinstance(value, _Failed) else value)
        bytes = pickle.dumps((number, False, _Failed(wrapped)))
    __native_send(results._channel, bytes, True, None)

class AsyncResult:
    def __init__(self, pool, callback, error_callback):
        self._pool = pool
        self._callback = callback
        self._error_callback = error_callback
        self._number = pool._enter(self)
        self._ended = False
        self._good = None
        self._value = None

    def ready(self):
        self._pool._take_in(0, None)
        return self._ended

    def successful(self):
        if not self.ready():
            raise ValueError(f"{self!r} not ready")
        return self._good

    def wait(self, timeout=None):
        self._pool._take_in(timeout, self)

    def get(self, timeout=None):
        self.wait(timeout)
        if not self._ended:
            raise TimeoutError
        if self._good:
            return self._value
        raise _raised(self._value) if isinstance(self._value, _Failed) else self._value

    def _set(self, good, value):
        self._good = good
        self._value = value
        self._over()

    def _over(self):
        self._ended = True
        del self._pool._open[self._number]
        if self._good:
            if self._callback:
                self._callback(self._value)
        elif self._error_callback:
            self._error_callback(_raised(self._value) if isinstance(self._value, _Failed) else self._value)

ApplyResult = AsyncResult

class MapResult(AsyncResult):
    def __init__(self, pool, chunks, callback, error_callback):
        AsyncResult.__init__(self, pool, callback, error_callback)
        self._chunks = [None] * chunks
        self._left = chunks
        self._good = True
        self._value = []
        if chunks == 0:
            self._over()

    def _set_chunk(self, at, good, value):
        self._left -= 1
        self._chunks[at] = value
        if not good and self._good:
            self._good = False
            self._value = value
        if self._left == 0:
            if self._good:
                self._value = [item for chunk in self._chunks for item in chunk]
            self._over()

class IMapIterator:
    def __init__(self, pool, in_order):
        self._pool = pool
        self._in_order = in_order
        self._number = pool._enter(self)
        self._ready = {}
        self._queue = []
        self._next = 0
        self._length = None
        self._ended = False

    def _set_chunk(self, at, good, value):
        if self._in_order:
            self._ready[at] = good, value
        else:
            self._queue.append((good, value))
        self._come()

    def _come(self):
        while self._in_order and self._next in self._ready:
            self._queue.append(self._ready.pop(self._next))
            self._next += 1
        self._ended = bool(self._queue)

    def __iter__(self):
        return self

    def next(self, timeout=None):
        if not self._queue:
            if self._length == 0:
                raise StopIteration
            self._ended = False
            self._pool._take_in(timeout, self)
            if not self._queue:
                raise TimeoutError
        good, value = self._queue.pop(0)
        self._length -= 1
        if self._length == 0:
            del self._pool._open[self._number]
        if good:
            return value
        raise _raised(value)

    __next__ = next

RUN, CLOSE, TERMINATE = 'RUN', 'CLOSE', 'TERMINATE'

class Pool:
    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        self._context = _process._default.get_context() if context is None else context.get_context()
        if processes is None:
            processes = os.cpu_count() or 1
        if processes < 1:
            raise ValueError("Number of processes must be at least 1")
        if maxtasksperchild is not None and (not isinstance(maxtasksperchild, int) or maxtasksperchild <= 0):
            raise ValueError("maxtasksperchild must be a positive int or None")
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._calls = SimpleQueue()
        self._results = SimpleQueue()
        self._initializer = initializer
        self._initargs = initargs
        self._most = maxtasksperchild
        self._open = {}
        self._numbers = 0
        self._state = RUN
        self._thread = None
        self._lock = None
        self._pool = []
        self._processes = processes
        for _ in range(processes):
            self._start_worker()

    def _start_worker(self):
        args = (self._calls, self._results, self._initializer, self._initargs, self._most)
        worker = self._context.Process(target=_worker, args=args)
        worker.name = worker.name.replace('Process', 'PoolWorker')
        worker.daemon = True
        worker.start()
        self._pool.append(worker)

    def _check_running(self):
        if self._state != RUN:
            raise ValueError("Pool not running")

    def _enter(self, result):
        self._numbers += 1
        self._open[self._numbers] = result
        return self._numbers

    def _put(self, number, function, args, kwargs=None):
        try:
            self._calls.put((number, function, args, kwargs or {}))
        except Exception as error:
            self._arrived(number, False, error)

    def _arrived(self, number, good, value):
        if isinstance(number, tuple):
            number, at = number
            if number in self._open:
                self._open[number]._set_chunk(at, good, value)
        elif number in self._open:
            self._open[number]._set(good, value)

    # Takes in what has come, until something has ended or the time is over.
    def _take_in(self, timeout, until):
        if self._thread is not None:
            self._wait_for_thread(timeout, until)
            return
        end = None if timeout is None else monotonic() + timeout
        while until is None or not until._ended:
            left = None if end is None else max(end - monotonic(), 0)
            if not self._take_one(left):
                return

    def _take_one(self, timeout):
        if timeout == 0:
            bytes = __native_queue_get(self._results._channel, False, None)
        else:
            bytes = __native_queue_get(self._results._channel, True, timeout)
        if bytes is NotImplemented or bytes is False:
            return False
        answer = pickle.loads(bytes)
        if answer is None:
            if self._state == RUN or self._open:
                self._start_worker()
        else:
            self._arrived(*answer)
        return True

    # Where there are callbacks a thread takes in what comes, and whoever waits is told.
    def _begin_thread(self):
        if self._thread is None and not __native_is_isolated():
            self._lock = threading.Condition()
            self._thread = threading.Thread(target=self._collect, daemon=True)
            self._thread.start()

    def _collect(self):
        while True:
            bytes = __native_queue_get(self._results._channel, True, None)
            answer = pickle.loads(bytes)
            with self._lock:
                if answer is None:
                    self._start_worker()
                elif answer == "end":
                    return
                else:
                    self._arrived(*answer)
                self._lock.notify_all()

    def _wait_for_thread(self, timeout, until):
        if threading.current_thread() is self._thread:
            return
        with self._lock:
            if until is None:
                if timeout is None:
                    self._lock.wait_for(lambda: not self._open)
            else:
                self._lock.wait_for(lambda: until._ended, timeout)

    def apply(self, func, args=(), kwds={}):
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        self._check_running()
        if callback or error_callback:
            self._begin_thread()
        result = AsyncResult(self, callback, error_callback)
        self._put(result._number, func, tuple(args), dict(kwds))
        return result

    def map(self, func, iterable, chunksize=None):
        return self._map_async(func, iterable, _map, chunksize).get()

    def starmap(self, func, iterable, chunksize=None):
        return self._map_async(func, iterable, _starmap, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, _map, chunksize, callback, error_callback)

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, _starmap, chunksize, callback, error_callback)

    def _map_async(self, func, iterable, mapper, chunksize, callback=None, error_callback=None):
        self._check_running()
        items = list(iterable)
        if chunksize is None:
            chunksize, extra = divmod(len(items), len(self._pool) * 4)
            if extra:
                chunksize += 1
        if len(items) == 0:
            chunksize = 1
        if callback or error_callback:
            self._begin_thread()
        chunks = [items[at:at + chunksize] for at in range(0, len(items), chunksize)]
        result = MapResult(self, len(chunks), callback, error_callback)
        for at, chunk in enumerate(chunks):
            self._put((result._number, at), mapper, (func, chunk))
        return result

    def imap(self, func, iterable, chunksize=1):
        return self._imap(func, iterable, chunksize, True)

    def imap_unordered(self, func, iterable, chunksize=1):
        return self._imap(func, iterable, chunksize, False)

    def _imap(self, func, iterable, chunksize, in_order):
        self._check_running()
        if chunksize < 1:
            raise ValueError("Chunksize must be 1+, not {0:n}".format(chunksize))
        if chunksize > 1:
            items = list(iterable)
            chunks = self._imap(_chunk, [(func, items[at:at + chunksize]) for at in range(0, len(items), chunksize)], 1, in_order)
            return (item for chunk in chunks for item in chunk)
        result = IMapIterator(self, in_order)
        count = 0
        for at, item in enumerate(iterable):
            self._put((result._number, at), func, (item,))
            count += 1
        result._length = count
        if count == 0:
            del self._open[result._number]
        return result

    def close(self):
        if self._state == RUN:
            self._state = CLOSE
            for _ in self._pool:
                self._calls.put(None)

    def terminate(self):
        if self._state != TERMINATE:
            self._state = TERMINATE
            self._open.clear()
            for worker in self._pool:
                worker.terminate()
            self._end_thread()

    def _end_thread(self):
        if self._thread is not None and threading.current_thread() is not self._thread:
            self._results.put("end")
            self._thread.join()

    def join(self):
        if self._state == RUN:
            raise ValueError("Pool is still running")
        if self._state == CLOSE:
            while self._open:
                if self._thread is not None:
                    self._wait_for_thread(None, None)
                else:
                    self._take_one(None)
            self._end_thread()
        for worker in self._pool:
            worker.join()

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, *args):
        self.terminate()

    def __reduce__(self):
        raise NotImplementedError('pool objects cannot be passed between processes or pickled')

    def __repr__(self):
        return f'<multiprocessing.pool.Pool state={self._state} pool_size={len(self._pool)}>'

def _chunk(pair):
    return _map(*pair)

class ThreadPool:
    def __init__(self, processes=None, initializer=None, initargs=()):
        __native_refuse("`ThreadPool` is not here: `concurrent.futures.ThreadPoolExecutor` is.")
