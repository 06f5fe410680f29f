# The heart of asyncio: the loop, futures and tasks, in CPython's order of steps.
#
# A loop belongs to the thread that runs it. What it has to do lies in `_works`, which each thread has for itself;
# the loop a program holds is a face of it, which other threads may hold, too. They reach it through its mail.

import contextvars as _contextvars
from collections import deque as _deque
from heapq import heappop as _heappop, heappush as _heappush
from queue import SimpleQueue as _SimpleQueue, Empty as _Empty
from threading import _before_threads
import sys as _sys

class CancelledError(BaseException):
    __module__ = 'asyncio.exceptions'

class InvalidStateError(Exception):
    __module__ = 'asyncio.exceptions'

class QueueEmpty(Exception):
    __module__ = 'asyncio.queues'

class QueueFull(Exception):
    __module__ = 'asyncio.queues'

class BrokenBarrierError(RuntimeError):
    __module__ = 'asyncio.exceptions'

class IncompleteReadError(EOFError):
    __module__ = 'asyncio.exceptions'

_context = _contextvars._now
_here = _contextvars._here

_PENDING, _CANCELLED, _FINISHED = 'PENDING', 'CANCELLED', 'FINISHED'

# A call that a loop is to make.

class Handle:
    __stays__ = True
    __slots__ = ('_callback', '_args', '_cancelled', '_loop', '_context')

    def __init__(self, callback, args, loop, context=None):
        self._callback = callback
        self._args = args
        self._cancelled = False
        self._loop = loop
        self._context = _here().copy() if context is None else context

    def cancel(self):
        self._cancelled = True

    def cancelled(self):
        return self._cancelled

    def _run(self):
        before = _context[0]
        _context[0] = self._context
        try:
            self._callback(*self._args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            words = f'Exception in callback {_words_of(self._callback, self._args)}'
            self._loop.call_exception_handler({'message': words, 'exception': error, 'handle': self})
        finally:
            _context[0] = before

    def __repr__(self):
        state = ' cancelled' if self._cancelled else f' {_words_of(self._callback, self._args)}'
        return f'<{type(self).__name__}{state}>'

class TimerHandle(Handle):
    __slots__ = ('_when',)

    def when(self):
        return self._when

    def __lt__(self, other):
        return self._when < other._when

    def __repr__(self):
        state = ' cancelled' if self._cancelled else f' when={self._when} {_words_of(self._callback, self._args)}'
        return f'<TimerHandle{state}>'

def _words_of(callback, args):
    name = getattr(callback, '__qualname__', None) or repr(callback)
    return f"{name}({', '.join([repr(arg) for arg in args])})"

# What a loop has to do.

class _Work:
    def __init__(self, loop):
        self.loop = loop
        self.owner = __native_owner()
        self.ready = _deque()
        self.timers = []
        self.timed = 0
        self.running = False
        self.stopping = False
        self.closed = False
        self.debug = False
        self.executor = None
        self.handler = None
        self.factory = None
        self.slow = 0.1
        self.current = None
        self.tasks = {}
        self.failed = []
        self.waiting = {}

_works = {}
_running = [None]
_policy_loop = [None]
_count = [0, 0]

class AbstractEventLoop:
    pass

class BaseEventLoop(AbstractEventLoop):
    pass

class _UnixSelectorEventLoop(BaseEventLoop):
    def __init__(self):
        _count[0] += 1
        self._number = _count[0]
        self._mail = _SimpleQueue() if __native_shared() else None
        _works[self._number] = _Work(self)

    def __repr__(self):
        work = _works.get(self._number)
        return (f'<{type(self).__name__} running={work is not None and work.running} '
                f'closed={work is not None and work.closed} debug={work is not None and work.debug}>')

    def __eq__(self, other):
        return isinstance(other, _UnixSelectorEventLoop) and self._number == other._number

    def __hash__(self):
        return hash(self._number)

    def _work(self):
        work = _works.get(self._number)
        if work is None or work.owner != __native_owner():
            __native_refuse('A method of an event loop was called in another thread than its own. Only '
                            '`call_soon_threadsafe` and `asyncio.run_coroutine_threadsafe` are for other threads.')
        return work

    def time(self):
        return __native_now() / 1e9

    def is_running(self):
        work = _works.get(self._number)
        return work is not None and work.running

    def is_closed(self):
        work = _works.get(self._number)
        return work is not None and work.closed

    def _check_closed(self):
        work = self._work()
        if work.closed:
            raise RuntimeError('Event loop is closed')
        return work

    def get_debug(self):
        return self._work().debug

    def set_debug(self, enabled):
        self._work().debug = bool(enabled)

    @property
    def slow_callback_duration(self):
        return self._work().slow

    @slow_callback_duration.setter
    def slow_callback_duration(self, value):
        self._work().slow = value

    def create_future(self):
        return Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        work = self._check_closed()
        if work.factory is not None:
            task = work.factory(self, coro) if context is None else work.factory(self, coro, context=context)
            if name is not None:
                task.set_name(name)
            return task
        return Task(coro, loop=self, name=name, context=context)

    def set_task_factory(self, factory):
        if factory is not None and not callable(factory):
            raise TypeError('task factory must be a callable or None')
        self._work().factory = factory

    def get_task_factory(self):
        return self._work().factory

    def call_soon(self, callback, *args, context=None):
        work = self._check_closed()
        handle = Handle(callback, args, self, context)
        work.ready.append(handle)
        return handle

    def call_soon_threadsafe(self, callback, *args, context=None):
        work = _works.get(self._number)
        if work is not None and work.owner == __native_owner():
            return self.call_soon(callback, *args, context=context)
        self._mail.put((None, callback, args))

    def call_later(self, delay, callback, *args, context=None):
        if delay is None:
            raise TypeError('delay must not be None')
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        if when is None:
            raise TypeError('when cannot be None')
        work = self._check_closed()
        timer = TimerHandle(callback, args, self, context)
        timer._when = when
        work.timed += 1
        _heappush(work.timers, (when, work.timed, timer))
        return timer

    def stop(self):
        self._work().stopping = True

    def run_forever(self):
        work = self._check_closed()
        if work.running:
            raise RuntimeError('This event loop is already running')
        if _get_running_loop() is not None:
            raise RuntimeError('Cannot run the event loop while another loop is running')
        work.running = True
        _running[0] = self
        __native_loops(1)
        before = _context[0]
        try:
            _turn(work)
        finally:
            _context[0] = before
            work.stopping = False
            work.running = False
            _running[0] = None
            __native_loops(-1)

    def run_until_complete(self, future):
        work = self._check_closed()
        if work.running:
            raise RuntimeError('This event loop is already running')
        if _get_running_loop() is not None:
            raise RuntimeError('Cannot run the event loop while another loop is running')
        is_new = not isfuture(future)
        future = ensure_future(future, loop=self)
        future.add_done_callback(_stop_loop)
        try:
            self.run_forever()
        except:
            if is_new and future.done() and not future.cancelled():
                future.exception()
            raise
        finally:
            future.remove_done_callback(_stop_loop)
        if not future.done():
            raise RuntimeError('Event loop stopped before Future completed.')
        return future.result()

    def close(self):
        work = _works.get(self._number)
        if work is None:
            return
        if work.running:
            raise RuntimeError('Cannot close a running event loop')
        if work.closed:
            return
        work.closed = True
        work.ready.clear()
        work.timers.clear()
        executor, work.executor = work.executor, None
        if executor is not None:
            executor.shutdown(wait=False)
        for task in work.failed:
            task._complain()
        work.failed.clear()
        work.tasks.clear()

    async def shutdown_asyncgens(self):
        work = self._work()
        closing = __native_begun(True)
        if closing:
            await _gather_quietly([generator.aclose() for generator in closing])

    async def shutdown_default_executor(self):
        work = self._work()
        executor, work.executor = work.executor, None
        if executor is None:
            return
        future = self.create_future()
        _address(work)
        thread = _threading().Thread(target=_shut_down, args=(executor, self._mail, _await_mail(work, future)))
        thread.start()
        try:
            await future
        finally:
            thread.join()

    def run_in_executor(self, executor, func, *args):
        work = self._check_closed()
        if executor is None:
            executor = work.executor
            if executor is None:
                from concurrent.futures import ThreadPoolExecutor
                executor = ThreadPoolExecutor(thread_name_prefix='asyncio')
                work.executor = executor
        return wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        self._work().executor = executor

    def set_exception_handler(self, handler):
        if handler is not None and not callable(handler):
            raise TypeError(f'A callable object or None is expected, got {handler!r}')
        self._work().handler = handler

    def get_exception_handler(self):
        return self._work().handler

    def default_exception_handler(self, context):
        _report(context)

    def call_exception_handler(self, context):
        handler = self._work().handler
        if handler is None:
            _report(context)
        else:
            handler(self, context)

    def add_signal_handler(self, sig, callback, *args):
        __native_refuse('Signals are not here: a program in a browser gets none.')

    def remove_signal_handler(self, sig):
        return False

# Before there is another thread, every loop has an address for what others send.
def _address_all():
    # Classes that threads share are there before them.
    import concurrent.futures
    for work in _works.values():
        _address(work)

def _address(work):
    if work.loop._mail is None:
        work.loop._mail = _SimpleQueue()

_before_threads.append(_address_all)

_UnixSelectorEventLoop.__module__ = 'asyncio.unix_events'

SelectorEventLoop = _UnixSelectorEventLoop

def _threading():
    import threading
    return threading

def _shut_down(executor, mail, number):
    executor.shutdown(wait=True)
    mail.put((number, None, None))

def _await_mail(work, future):
    _count[1] += 1
    work.waiting[_count[1]] = future
    return _count[1]

def _report(context):
    message = context.get('message') or 'Unhandled exception in event loop'
    lines = [message]
    for key in sorted(context):
        if key not in ('message', 'exception'):
            lines.append(f'{key}: {context[key]!r}')
    error = context.get('exception')
    text = '\n'.join(lines) + '\n'
    if error is not None:
        import traceback
        text += ''.join(traceback.format_exception(type(error), error, error.__traceback__))
    _sys.stderr.write(text)

# One turn after another, until it is stopped.

def _turn(work):
    ready, timers, loop = work.ready, work.timers, work.loop
    while True:
        if ready or work.stopping:
            if loop._mail is not None and loop._mail.qsize():
                _collect(work, 0)
        else:
            while timers and timers[0][2]._cancelled:
                _heappop(timers)
            if timers:
                # Like `epoll`, which knows milliseconds and waits for at least as long.
                left = timers[0][0] - __native_now() / 1e9
                if left > 0:
                    left = -int(-left * 1e3 // 1) * 1000000
                    if loop._mail is None:
                        __native_rest(left)
                    else:
                        _collect(work, left / 1e9)
                elif loop._mail is not None:
                    _collect(work, 0)
            else:
                # Nobody but another thread can wake it now.
                _address(work)
                _collect(work, None)
        if timers:
            end = __native_now() / 1e9 + 1e-9
            while timers and timers[0][0] < end:
                timer = _heappop(timers)[2]
                if not timer._cancelled:
                    ready.append(timer)
        for _ in range(len(ready)):
            call = ready.popleft()
            if not call._cancelled:
                call._run()
        if work.stopping:
            return

# What other threads have sent, waiting so long for it.

def _collect(work, wait):
    first = True
    mail = work.loop._mail
    while True:
        try:
            if first and wait is None:
                item = mail.get()
            elif first and wait:
                item = mail.get(timeout=wait)
            else:
                item = mail.get_nowait()
        except _Empty:
            return
        first = False
        number, callback, args = item
        if number is None:
            work.ready.append(Handle(callback, args, work.loop, _contextvars.Context()))
        elif callback == 'task':
            # A coroutine of another thread, and the future that thread waits with.
            _adopt(work, (__native_whole(args[0]), args[1]))
        else:
            future = work.waiting.pop(number, None)
            if future is not None:
                work.ready.append(Handle(_arrived, (future, callback), work.loop))

def _arrived(future, source):
    if future.done():
        return
    if source is None:
        future.set_result(None)
    elif source.cancelled():
        future.cancel()
    elif source.exception() is not None:
        future.set_exception(source.exception())
    else:
        future.set_result(source.result())

def _stop_loop(future):
    if not future.cancelled():
        error = future.exception()
        if isinstance(error, (SystemExit, KeyboardInterrupt)):
            return
    future._loop.stop()

# Futures.

def isfuture(obj):
    return hasattr(type(obj), '_asyncio_future_blocking') and obj._asyncio_future_blocking is not None

class Future:
    __stays__ = True
    _asyncio_future_blocking = False
    _state = _PENDING
    _result = None
    _exception = None
    _cancel_message = None
    _log_traceback = False
    _callbacks = None

    def __init__(self, *, loop=None):
        self._loop = get_event_loop() if loop is None else loop

    def __class_getitem__(cls, item):
        return cls

    def get_loop(self):
        return self._loop

    def _info(self):
        info = [self._state.lower()]
        if self._state == _FINISHED:
            info.append(f'exception={self._exception!r}' if self._exception is not None else f'result={self._result!r}')
        callbacks = self._callbacks
        if callbacks:
            names = [_callback_words(callback) for callback, _ in callbacks]
            if len(names) > 2:
                names = [names[0], f'<{len(names) - 2} more>', names[-1]]
            info.append(f"cb=[{', '.join(names)}]")
        return info

    def __repr__(self):
        return f"<{type(self).__name__} {' '.join(self._info())}>"

    def cancel(self, msg=None):
        self._log_traceback = False
        if self._state != _PENDING:
            return False
        self._state = _CANCELLED
        self._cancel_message = msg
        self._schedule()
        return True

    def _cancelled_error(self):
        return CancelledError() if self._cancel_message is None else CancelledError(self._cancel_message)

    def _schedule(self):
        callbacks, self._callbacks = self._callbacks, None
        if callbacks:
            ready = _works[self._loop._number].ready
            for callback, context in callbacks:
                if context is None:
                    ready.append(callback)
                else:
                    ready.append(Handle(callback, (self,), self._loop, context))

    def cancelled(self):
        return self._state == _CANCELLED

    def done(self):
        return self._state != _PENDING

    def result(self):
        if self._state == _CANCELLED:
            raise self._cancelled_error()
        if self._state != _FINISHED:
            raise InvalidStateError('Result is not set.')
        self._log_traceback = False
        if self._exception is not None:
            raise self._exception
        return self._result

    def exception(self):
        if self._state == _CANCELLED:
            raise self._cancelled_error()
        if self._state != _FINISHED:
            raise InvalidStateError('Exception is not set.')
        self._log_traceback = False
        return self._exception

    def add_done_callback(self, fn, *, context=None):
        if self._state != _PENDING:
            self._loop.call_soon(fn, self, context=context)
            return
        if context is None:
            context = _here().copy()
        if self._callbacks is None:
            self._callbacks = []
        self._callbacks.append((fn, context))

    def remove_done_callback(self, fn):
        before = self._callbacks or []
        after = [entry for entry in before if entry[0] != fn]
        if before:
            self._callbacks[:] = after
        return len(before) - len(after)

    def set_result(self, result):
        if self._state != _PENDING:
            raise InvalidStateError('invalid state')
        self._result = result
        self._state = _FINISHED
        self._schedule()

    def set_exception(self, exception):
        if self._state != _PENDING:
            raise InvalidStateError('invalid state')
        if isinstance(exception, type):
            exception = exception()
        if type(exception) is StopIteration:
            raise TypeError('StopIteration interacts badly with generators and cannot be raised into a Future')
        self._exception = exception
        self._state = _FINISHED
        self._log_traceback = True
        _keep(_works[self._loop._number], self)
        self._schedule()

    def _complain(self):
        if self._log_traceback:
            self._log_traceback = False
            context = {'message': f'{type(self).__name__} exception was never retrieved', 'exception': self._exception, 'future': self}
            self._loop.call_exception_handler(context)

    def __await__(self):
        if self._state == _PENDING:
            self._asyncio_future_blocking = True
            yield self
        if self._state == _PENDING:
            raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__

Future.__module__ = '_asyncio'

# One that failed is kept until somebody asks, or its loop closes.
def _keep(work, future):
    if len(work.failed) >= 64:
        work.failed = [known for known in work.failed if known._log_traceback]
    work.failed.append(future)

def _callback_words(callback):
    if isinstance(callback, Task):
        return 'Task.task_wakeup()'
    name = getattr(callback, '__qualname__', None)
    if name is None:
        return repr(callback)
    line = __native_born(callback)
    return f'{name}() at program.py:{line}' if line else f'{name}()'

# Tasks.

class Task(Future):
    def __init__(self, coro, *, loop=None, name=None, context=None):
        if not iscoroutine(coro):
            raise TypeError(f'a coroutine was expected, got {coro!r}')
        if loop is None:
            loop = get_running_loop()
        self._loop = loop
        if name is None:
            _names[0] += 1
            name = f'Task-{_names[0]}'
        self._name = str(name)
        self._coro = coro
        self._must_cancel = False
        self._cancel_requests = 0
        self._waiter = None
        self._error = None
        self._context = _here().copy() if context is None else context
        work = _works[loop._number]
        work.ready.append(self)
        work.tasks[self] = None

    def _info(self):
        info = Future._info(self)
        if self._must_cancel:
            info[0] = 'cancelling'
        info.insert(1, f'name={self._name!r}')
        line = __native_line_of(self._coro)
        name = self._coro.__qualname__
        state = 'running' if line else 'done, defined'
        line = line or __native_born(self._coro)
        where = f'program.py:{line}' if line else 'asyncio'
        info.insert(2, f'coro=<{name}() {state} at {where}>')
        if self._waiter is not None:
            info.insert(3, f'wait_for={self._waiter!r}')
        return info

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)

    def get_coro(self):
        return self._coro

    def get_context(self):
        return self._context

    def get_stack(self, *, limit=None):
        __native_refuse('`Task.get_stack` is not here.')

    def print_stack(self, *, limit=None, file=None):
        __native_refuse('`Task.print_stack` is not here.')

    def set_result(self, result):
        raise RuntimeError('Task does not support set_result operation')

    def set_exception(self, exception):
        raise RuntimeError('Task does not support set_exception operation')

    def cancelling(self):
        return self._cancel_requests

    def uncancel(self):
        if self._cancel_requests > 0:
            self._cancel_requests -= 1
        return self._cancel_requests

    def cancel(self, msg=None):
        self._log_traceback = False
        if self._state != _PENDING:
            return False
        self._cancel_requests += 1
        if self._waiter is not None and self._waiter.cancel(msg=msg):
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def _end(self, work, state):
        self._state = state
        work.tasks.pop(self, None)
        self._schedule()

    # It stands in the loop's line itself, as a handle does: when it is its turn it goes on.
    _cancelled = False

    def _run(self):
        if self._state != _PENDING:
            return
        work = _works[self._loop._number]
        self._waiter = None
        error, self._error = self._error, None
        work.current = self
        _context[0] = self._context
        try:
            if self._must_cancel:
                self._must_cancel = False
                result = self._coro.throw(self._cancelled_error())
            elif error is not None:
                result = self._coro.throw(error)
            else:
                result = self._coro.send(None)
        except StopIteration as stop:
            if self._must_cancel:
                self._must_cancel = False
                self._end(work, _CANCELLED)
            else:
                self._result = stop.value
                self._end(work, _FINISHED)
        except CancelledError as error:
            if error.args:
                self._cancel_message = error.args[0]
            self._end(work, _CANCELLED)
        except (KeyboardInterrupt, SystemExit) as error:
            self._failed(work, error)
            raise
        except BaseException as error:
            self._failed(work, error)
        else:
            if result is None:
                work.ready.append(self)
            elif getattr(result, '_asyncio_future_blocking', None):
                if result._loop != self._loop:
                    self._throw(work, f'Task {self!r} got Future {result!r} attached to a different loop')
                elif result is self:
                    self._throw(work, f'Task cannot await on itself: {self!r}')
                else:
                    result._asyncio_future_blocking = False
                    if result._state == _PENDING:
                        if result._callbacks is None:
                            result._callbacks = [(self, None)]
                        else:
                            result._callbacks.append((self, None))
                    else:
                        work.ready.append(self)
                    self._waiter = result
                    if self._must_cancel and result.cancel(msg=self._cancel_message):
                        self._must_cancel = False
            elif isfuture(result):
                self._throw(work, f'yield was used instead of yield from in task {self!r} with {result!r}')
            else:
                self._throw(work, f'Task got bad yield: {result!r}')
        finally:
            work.current = None

    # What it goes on with at its next turn.
    def _throw(self, work, words):
        self._error = RuntimeError(words)
        work.ready.append(self)

    def _failed(self, work, error):
        self._exception = error
        self._log_traceback = True
        _keep(work, self)
        self._end(work, _FINISHED)

Task.__module__ = '_asyncio'

_names = [0]

# Loops by thread.

def _get_running_loop():
    loop = _running[0]
    if loop is None or _works[loop._number].owner != __native_owner():
        return None
    return loop

def get_running_loop():
    loop = _get_running_loop()
    if loop is None:
        raise RuntimeError('no running event loop')
    return loop

def get_event_loop():
    loop = _get_running_loop()
    if loop is not None:
        return loop
    loop = _policy_loop[0]
    if loop is None and __native_current() is None and len(_policy_loop) == 1:
        loop = new_event_loop()
        _policy_loop[0] = loop
    if loop is None or _works[loop._number].owner != __native_owner():
        if __native_current() is None:
            raise RuntimeError("There is no current event loop in thread 'MainThread'.")
        name = _threading().current_thread().name
        raise RuntimeError(f'There is no current event loop in thread {name!r}.')
    return loop

def set_event_loop(loop):
    _policy_loop[0] = loop
    if len(_policy_loop) == 1:
        _policy_loop.append(True)

def new_event_loop():
    return _UnixSelectorEventLoop()

def current_task(loop=None):
    if loop is None:
        loop = get_running_loop()
    return _works[loop._number].current

def all_tasks(loop=None):
    if loop is None:
        loop = get_running_loop()
    return set(_works[loop._number].tasks)

def iscoroutine(obj):
    return __native_is_coroutine(obj)

def iscoroutinefunction(func):
    return __native_function_sort(func) == 'coroutine'

def ensure_future(coro_or_future, *, loop=None):
    if isfuture(coro_or_future):
        if loop is not None and loop != coro_or_future._loop:
            raise ValueError('The future belongs to a different loop than the one specified as the loop argument')
        return coro_or_future
    if not iscoroutine(coro_or_future):
        if not hasattr(type(coro_or_future), '__await__'):
            raise TypeError('An asyncio.Future, a coroutine or an awaitable is required')
        coro_or_future = _wrap_awaitable(coro_or_future)
    if loop is None:
        loop = get_event_loop()
    return loop.create_task(coro_or_future)

async def _wrap_awaitable(awaitable):
    return await awaitable

def create_task(coro, *, name=None, context=None):
    return get_running_loop().create_task(coro, name=name, context=context)

async def _gather_quietly(coroutines):
    for coroutine in coroutines:
        try:
            await coroutine
        except Exception as error:
            get_running_loop().call_exception_handler({'message': 'an error occurred during closing of asynchronous generator', 'exception': error})

# Futures of threads.

def wrap_future(future, *, loop=None):
    if isfuture(future):
        return future
    if loop is None:
        loop = get_event_loop()
    ours = loop.create_future()
    work = loop._work()
    number = _await_mail(work, ours)
    _address(work)
    mail = loop._mail
    ours.add_done_callback(_Cancels(future))
    future.add_done_callback(_Posts(mail, number))
    return ours

class _Posts:
    def __init__(self, mail, number):
        self.mail, self.number = mail, number

    def __call__(self, future):
        self.mail.put((self.number, future, None))

class _Cancels:
    def __init__(self, future):
        self.future = future

    def __call__(self, ours):
        if ours.cancelled():
            self.future.cancel()

def run_coroutine_threadsafe(coro, loop):
    if not iscoroutine(coro):
        raise TypeError('A coroutine object is required')
    from concurrent.futures import Future as Theirs
    theirs = Theirs()
    work = _works.get(loop._number)
    if work is not None and work.owner == __native_owner():
        loop.call_soon(_adopt, work, (coro, theirs))
    else:
        # What has not begun yet is made anew in the thread of the loop.
        loop._mail.put((0, 'task', (__native_parts(coro), theirs)))
    return theirs

def _adopt(work, args):
    coro, theirs = args
    task = work.loop.create_task(coro)
    theirs.set_running_or_notify_cancel()
    task.add_done_callback(_Hands(theirs))

class _Hands:
    def __init__(self, theirs):
        self.theirs = theirs

    def __call__(self, task):
        if task.cancelled():
            self.theirs.cancel()
        elif task.exception() is not None:
            self.theirs.set_exception(task.exception())
        else:
            self.theirs.set_result(task.result())
