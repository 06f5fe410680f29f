# concurrent.futures.process: a pool of processes. A thread of the one that asks hands results on, as in CPython; where
# a process can have one thread only, whoever waits for a result takes in what has come.

import os
import pickle
import threading
import multiprocessing.process as _process
from concurrent.futures import BrokenExecutor, Executor, Future, _end_of, _left
from multiprocessing.pool import _call, _Failed, _raised, _answer
from multiprocessing.queues import SimpleQueue

class BrokenProcessPool(BrokenExecutor):
    pass

BrokenProcessPool.__module__ = "concurrent.futures.process"

_BROKEN = 'A process in the process pool was terminated abruptly while the future was running or pending.'

def _process_worker(calls, results, initializer, initargs):
    if initializer is not None:
        initializer(*initargs)
    while True:
        call = calls.get()
        if call is None:
            return
        number, function, args, kwargs = call
        good, value = _call(function, args, kwargs)
        _answer(results, number, good, value)

def _chunk(function, items):
    return [function(*args) for args in items]

class _TakenIn(Future):
    # Whoever waits for it takes in what has come.
    _pool = None

    def _wait(self, timeout):
        end = _end_of(timeout)
        while not self.done() and self._pool._take_in(_left(end)):
            pass
        Future._wait(self, 0 if timeout is not None else None)

    def _watched_by(self, waiter):
        while not self.done() and self._pool._take_in(None):
            pass
        return Future._watched_by(self, waiter)

class ProcessPoolExecutor(Executor):
    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *, max_tasks_per_child=None):
        if max_workers is None:
            max_workers = os.cpu_count() or 1
        elif max_workers <= 0:
            raise ValueError('max_workers must be greater than 0')
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        if max_tasks_per_child is not None:
            __native_refuse('`max_tasks_per_child` is not here yet.')
        self._max_workers = max_workers
        self._context = _process._default.get_context() if mp_context is None else mp_context
        self._initializer = initializer
        self._initargs = initargs
        self._calls = None
        self._results = SimpleQueue()
        self._pending = {}
        self._lock = threading.Lock()
        self._processes = {}
        self._numbers = 0
        self._thread = None
        self._shutdown = False
        self._broken = False

    def _start(self):
        self._calls = SimpleQueue()
        for _ in range(self._max_workers):
            worker = self._context.Process(
                target=_process_worker, args=(self._calls, self._results, self._initializer, self._initargs))
            worker._serves = True
            worker.start()
            self._processes[worker.pid] = worker
        if not __native_is_isolated():
            self._thread = threading.Thread(target=self._collect, args=(list(self._processes.values()),), daemon=True)
            self._thread.start()

    def submit(self, fn, /, *args, **kwargs):
        if self._broken:
            raise BrokenProcessPool(self._broken)
        if self._shutdown:
            raise RuntimeError('cannot schedule new futures after shutdown')
        if self._calls is None:
            self._start()
        if __native_is_isolated():
            future = _TakenIn()
            future._pool = self
        else:
            future = Future()
        with self._lock:
            self._numbers += 1
            number = self._numbers
            self._pending[number] = future
        future.set_running_or_notify_cancel()
        try:
            self._calls.put((number, fn, args, kwargs))
        except Exception as error:
            self._arrived(number, False, error)
        return future

    def _arrived(self, number, good, value):
        with self._lock:
            future = self._pending.pop(number, None)
        if future is None:
            return
        if good:
            future.set_result(value)
        else:
            future.set_exception(_raised(value) if isinstance(value, _Failed) else value)

    def _take_in(self, timeout):
        # Where nobody works any more nothing comes any more.
        if any(worker.exitcode not in (None, 0) for worker in self._processes.values()):
            self._break()
            return False
        bytes = __native_queue_get(self._results._channel, True, 0.01 if timeout is None else min(timeout, 0.01))
        if bytes is False or bytes is NotImplemented:
            return timeout is None or timeout > 0
        self._arrived(*pickle.loads(bytes))
        return True

    def _break(self):
        self._broken = 'A child process terminated abruptly, the process pool is not usable anymore'
        with self._lock:
            pending = list(self._pending.values())
            self._pending.clear()
        for future in pending:
            future.set_exception(BrokenProcessPool(_BROKEN))
        for worker in self._processes.values():
            worker.terminate()

    def _collect(self, workers):
        watchers = [threading.Thread(target=self._watch, args=(worker,), daemon=True) for worker in workers]
        for watcher in watchers:
            watcher.start()
        while True:
            bytes = __native_queue_get(self._results._channel, True, None)
            answer = pickle.loads(bytes)
            if answer == 'end':
                return
            if answer == 'broken':
                if self._broken or self._shutdown and not self._pending:
                    continue
                self._break()
                return
            self._arrived(*answer)

    # The end of a process is heard of like a result.
    def _watch(self, worker):
        if __native_ended(worker._task, None) != 0:
            self._results.put('broken')

    def shutdown(self, wait=True, *, cancel_futures=False):
        if self._shutdown:
            return
        self._shutdown = True
        if self._calls is None:
            return
        if cancel_futures:
            self._cancel()
        for _ in self._processes:
            self._calls.put(None)
        if wait:
            self._finish()
        elif self._thread is not None:
            threading.Thread(target=self._finish).start()

    def _cancel(self):
        while True:
            bytes = __native_queue_get(self._calls._channel, False, None)
            if bytes is NotImplemented:
                return
            number = pickle.loads(bytes)[0]
            with self._lock:
                future = self._pending.pop(number)
            with future._condition:
                future._state = 'PENDING'
            future.cancel()

    def _finish(self):
        if self._thread is None:
            while self._pending and self._take_in(None):
                pass
        for worker in self._processes.values():
            worker.join()
        if self._thread is not None:
            self._results.put('end')
            self._thread.join()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        if chunksize < 1:
            raise ValueError('chunksize must be >= 1.')
        items = list(zip(*iterables))
        chunks = [items[at:at + chunksize] for at in range(0, len(items), chunksize)]
        results = Executor.map(self, _chunk, [fn] * len(chunks), chunks, timeout=timeout)
        return (item for chunk in results for item in chunk)
