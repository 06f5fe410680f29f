# threading: tasks of the engine, and its locks.

Lock = __native_lock
RLock = __native_rlock
Event = __native_handles("Event")
Semaphore = __native_handles("Semaphore")
BoundedSemaphore = __native_handles("BoundedSemaphore")

TIMEOUT_MAX = 9223372036.0

# What other modules do before another thread begins.
_before_threads = []

def Condition(lock=None):
    return __native_condition(RLock() if lock is None else lock)

def local():
    return __native_local()

def _owned(condition):
    if __native_held(condition):
        return True
    lock = __native_extra(condition)
    return hasattr(lock, "locked") and lock.locked()

def p_Condition_wait(self, timeout=None):
    if not _owned(self):
        raise RuntimeError("cannot wait on un-acquired lock")
    lock = __native_extra(self)
    depth = max(__native_held(self), 1)
    __native_enlist(self)
    for _ in range(depth):
        lock.release()
    called = __native_pass(self, timeout)
    for _ in range(depth):
        lock.acquire()
    return called

def p_Condition_wait_for(self, predicate, timeout=None):
    end = None
    result = predicate()
    while not result:
        if timeout is not None:
            if end is None:
                end = __native_now() + int(timeout * 1e9)
            left = end - __native_now()
            if left <= 0:
                break
            self.wait(left / 1e9)
        else:
            self.wait()
        result = predicate()
    return result

def p_Condition_notify(self, n=1):
    if not _owned(self):
        raise RuntimeError("cannot notify on un-acquired lock")
    __native_call(self, n)

def p_Condition_notify_all(self):
    if not _owned(self):
        raise RuntimeError("cannot notify on un-acquired lock")
    __native_call(self, 4294967295)

class BrokenBarrierError(RuntimeError):
    pass

class Barrier:
    def __init__(self, parties, action=None, timeout=None):
        self._condition = Condition(Lock())
        self._action = action
        self._timeout = timeout
        self._parties = parties
        self._state = 0
        self._count = 0

    def wait(self, timeout=None):
        if timeout is None:
            timeout = self._timeout
        with self._condition:
            while self._state in (-1, 1):
                self._condition.wait()
            if self._state < 0:
                raise BrokenBarrierError
            index = self._count
            self._count = index + 1
            try:
                if index + 1 == self._parties:
                    try:
                        if self._action:
                            self._action()
                        self._state = 1
                        self._condition.notify_all()
                    except:
                        self._break()
                        raise
                else:
                    if not self._condition.wait_for(lambda: self._state != 0, timeout):
                        self._break()
                        raise BrokenBarrierError
                    if self._state < 0:
                        raise BrokenBarrierError
                return index
            finally:
                self._count -= 1
                if self._count == 0 and self._state in (-1, 1):
                    self._state = 0
                    self._condition.notify_all()

    def _break(self):
        self._state = -2
        self._condition.notify_all()

    def reset(self):
        with self._condition:
            if self._count > 0:
                if self._state == 0:
                    self._state = -1
                elif self._state == -2:
                    self._state = -1
            else:
                self._state = 0
            self._condition.notify_all()

    def abort(self):
        with self._condition:
            self._break()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._count if self._state == 0 else 0

    @property
    def broken(self):
        return self._state == -2

def _next_name(target):
    number = __native_thread_number()
    if target is None:
        return f"Thread-{number}"
    try:
        return f"Thread-{number} ({target.__name__})"
    except AttributeError:
        return f"Thread-{number}"

class Thread:
    _task = None

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        if group is not None:
            raise AssertionError("group argument must be None for now")
        self._target = target
        self._name = _next_name(target) if name is None else str(name)
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._daemonic = current_thread().daemon if daemon is None else bool(daemon)

    def run(self):
        if self._target is not None:
            self._target(*self._args, **self._kwargs)

    def start(self):
        if not hasattr(self, "_name"):
            raise RuntimeError("thread.__init__() not called")
        if __native_task(self) is not None or self._task is not None:
            raise RuntimeError("threads can only be started once")
        for get_ready in _before_threads:
            get_ready()
        if type(self).run is Thread.run:
            call = (_begin, self, self._target, self._args, self._kwargs)
        else:
            call = (_begin_own, self)
        task = __native_start(call, self._name, self._daemonic)
        __native_knows(self, task)
        self._task = task

    def join(self, timeout=None):
        task = __native_task(self)
        if task is None:
            task = self._task
        if task is None:
            raise RuntimeError("cannot join thread before it is started")
        if self is __native_current():
            raise RuntimeError("cannot join current thread")
        __native_join(task, timeout)

    def is_alive(self):
        task = __native_task(self)
        if task is None:
            task = self._task
        if task is None:
            return False
        return not __native_alive(task)

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        self._name = str(name)

    @property
    def daemon(self):
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if self._task is not None:
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic

    @property
    def ident(self):
        return None if self._task is None else __native_ident(self._task)

    @property
    def native_id(self):
        return self.ident

    def getName(self):
        return self._name

    def setName(self, name):
        self._name = name

    def isDaemon(self):
        return self._daemonic

    def setDaemon(self, daemonic):
        self.daemon = daemonic

    def __repr__(self):
        if self is _main_thread or self.is_alive():
            status = "started"
        elif self._task is None:
            status = "initial"
        else:
            status = "stopped"
        if self._daemonic:
            status += " daemon"
        ident = __native_ident() if self is _main_thread else self.ident
        if ident is not None:
            status += f" {ident}"
        return f"<{type(self).__name__}({self._name}, {status})>"

def _begin(thread, target, args, kwargs):
    __native_current(thread)
    if target is None:
        return
    if excepthook is _excepthook:
        target(*args, **kwargs)
    else:
        _hooked(thread, target, args, kwargs)

def _begin_own(thread):
    __native_current(thread)
    if excepthook is _excepthook:
        thread.run()
    else:
        _hooked(thread, thread.run, (), {})

class ExceptHookArgs:
    def __init__(self, args):
        self.exc_type, self.exc_value, self.exc_traceback, self.thread = args

def _hooked(thread, target, args, kwargs):
    try:
        target(*args, **kwargs)
    except SystemExit:
        pass
    except BaseException as error:
        excepthook(ExceptHookArgs((type(error), error, error.__traceback__, thread)))

def _excepthook(args):
    raise args.exc_value

excepthook = _excepthook
__excepthook__ = _excepthook

class Timer(Thread):
    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = args if args is not None else []
        self.kwargs = kwargs if kwargs is not None else {}
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()

class _MainThread(Thread):
    def __init__(self):
        self._name = "MainThread"
        self._daemonic = False

    @property
    def ident(self):
        return __native_ident()

    def is_alive(self):
        return True

_main_thread = _MainThread()

def current_thread():
    thread = __native_current()
    return _main_thread if thread is None else thread

currentThread = current_thread

def main_thread():
    return _main_thread

def get_ident():
    thread = __native_current()
    return __native_ident() if thread is None else thread.ident

get_native_id = get_ident

def enumerate():
    if __native_current() is not None:
        __native_refuse("Only the main thread can ask which threads there are: in others that is not here yet.")
    return [_main_thread] + [thread for thread in __native_threads() if thread.is_alive()]

def active_count():
    return len(enumerate())

activeCount = active_count
