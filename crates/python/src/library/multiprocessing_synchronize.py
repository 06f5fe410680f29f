# multiprocessing.synchronize: locks and their like that lie between processes.

import threading
from time import monotonic

_inheriting = [False]

def _inherits():
    return _inheriting[0]

def _set_inherits(flag):
    _inheriting[0] = flag

def _assert_spawning(obj):
    if not _inheriting[0]:
        raise RuntimeError(
            f'{type(obj).__name__} objects should only be shared between processes through inheritance')

class _Inherited:
    # What goes to another process only while that begins.
    def __getstate__(self):
        _assert_spawning(self)
        return self.__dict__

class _SemLock(_Inherited):
    def acquire(self, block=True, timeout=None):
        if not block:
            return self._semlock.acquire(False)
        if timeout is None:
            return self._semlock.acquire()
        return self._semlock.acquire(True, max(timeout, 0))

    def __enter__(self):
        return self._semlock.__enter__()

    def __exit__(self, *args):
        return self.release()

class Lock(_SemLock):
    def __init__(self):
        self._semlock = __native_between(__native_lock())

    def release(self):
        try:
            self._semlock.release()
        except RuntimeError:
            raise ValueError('semaphore or lock released too many times') from None

    def __repr__(self):
        owner = 'MainProcess' if __native_held(self._semlock) else 'SomeOtherProcess' if self._semlock.locked() else None
        return f'<Lock(owner={owner})>'

class RLock(_SemLock):
    def __init__(self):
        self._semlock = __native_between(__native_rlock())

    def release(self):
        try:
            self._semlock.release()
        except RuntimeError:
            raise AssertionError('attempt to release recursive lock not owned by thread') from None

    def __repr__(self):
        held = __native_held(self._semlock)
        return f'<RLock({"MainProcess" if held else None}, {held})>'

class Semaphore(_SemLock):
    def __init__(self, value=1):
        self._semlock = __native_between(threading.Semaphore(value))

    def release(self):
        self._semlock.release()

    def get_value(self):
        return __native_permits(self._semlock)

    def __repr__(self):
        return f'<Semaphore(value={self.get_value()})>'

class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        self._most = value
        self._semlock = __native_between(threading.BoundedSemaphore(value))

    def release(self):
        try:
            self._semlock.release()
        except ValueError:
            raise ValueError('semaphore or lock released too many times') from None

    def __repr__(self):
        return f'<BoundedSemaphore(value={self.get_value()}, maxvalue={self._most})>'

class Event(_Inherited):
    def __init__(self):
        self._event = __native_between(threading.Event())

    def is_set(self):
        return self._event.is_set()

    def set(self):
        self._event.set()

    def clear(self):
        self._event.clear()

    def wait(self, timeout=None):
        return self._event.wait(timeout)

    def __repr__(self):
        return f"<Event at {id(self):#x} {'set' if self.is_set() else 'unset'}>"

class Condition(_Inherited):
    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self._condition = __native_between(__native_condition(self._lock._semlock))

    def acquire(self, block=True, timeout=None):
        return self._lock.acquire(block, timeout)

    def release(self):
        self._lock.release()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def wait(self, timeout=None):
        assert __native_held(self._condition), 'must acquire() condition before using wait()'
        return self._condition.wait(timeout)

    def wait_for(self, predicate, timeout=None):
        result = predicate()
        if result:
            return result
        end = None if timeout is None else monotonic() + timeout
        left = timeout
        while not result:
            if end is not None:
                left = end - monotonic()
                if left <= 0:
                    break
            self.wait(left)
            result = predicate()
        return result

    def notify(self, n=1):
        assert __native_held(self._condition), 'lock is not owned'
        self._condition.notify(n)

    def notify_all(self):
        self.notify(4294967295)

    def __repr__(self):
        return f'<Condition({self._lock}, 0)>'

class Barrier(threading.Barrier):
    # That of threads; what it counts lies between the processes.
    def __init__(self, parties, action=None, timeout=None):
        self._action = action
        self._timeout = timeout
        self._parties = parties
        self._condition = Condition()
        self._numbers = [__native_between(__native_variable(0)), __native_between(__native_variable(0))]

    @property
    def _state(self):
        return __native_variable_load(self._numbers[0])

    @_state.setter
    def _state(self, value):
        __native_variable_store(self._numbers[0], value)

    @property
    def _count(self):
        return __native_variable_load(self._numbers[1])

    @_count.setter
    def _count(self, value):
        __native_variable_store(self._numbers[1], value)
