# multiprocessing.process: what a process is for the one that started it, and how one begins.

import os
import pickle
from multiprocessing.synchronize import Lock, RLock, Semaphore, BoundedSemaphore, Event, Condition, Barrier
from multiprocessing.synchronize import _inherits, _set_inherits
from multiprocessing.queues import Queue, SimpleQueue, JoinableQueue
from multiprocessing.connection import Pipe, _about_to_copy, _close_all
from multiprocessing.sharedctypes import Value, Array, RawValue, RawArray

class ProcessError(Exception):
    pass

class BufferTooShort(ProcessError):
    pass

class TimeoutError(ProcessError):
    pass

class AuthenticationError(ProcessError):
    pass

_SIGNALS = {-1: "SIGHUP", -2: "SIGINT", -9: "SIGKILL", -15: "SIGTERM"}

_NO_GUARD = '''
        An attempt has been made to start a new process before the
        current process has finished its bootstrapping phase.

        This probably means that you are not using fork to start your
        child processes and you have forgotten to use the proper idiom
        in the main module:

            if __name__ == '__main__':
                freeze_support()
                ...

        The "freeze_support()" line can be omitted if the program
        is not going to be frozen to produce an executable.

        To fix this issue, refer to the "Safe importing of main module"
        section in https://docs.python.org/3/library/multiprocessing.html
        '''

class BaseProcess:
    _start_method = None
    _code = None
    _task = None
    _closed = False
    _signal = 15
    # Whether it ends with its parent, though it is no daemon.
    _serves = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        assert group is None, 'group argument must be None for now'
        _state.counter += 1
        self._identity = _state.current._identity + (_state.counter,)
        self._daemonic = _state.current._daemonic
        self._parent_pid = os.getpid()
        self._parent_name = _state.current.name
        self._target = target
        self._args = tuple(args)
        self._kwargs = dict(kwargs)
        self._name = name or type(self).__name__ + '-' + ':'.join(str(i) for i in self._identity)
        if daemon is not None:
            self.daemon = daemon

    def _check_closed(self):
        if self._closed:
            raise ValueError("process object is closed")

    def run(self):
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        self._check_closed()
        assert self._task is None, 'cannot start a process twice'
        assert self._parent_pid == os.getpid(), 'can only start a process object created by current process'
        assert not _state.current._daemonic, 'daemonic processes are not allowed to have children'
        _state.children = [child for child in _state.children if child._poll() is None]
        how = self._start_method or _default.get_start_method()
        if how == "spawn":
            if __native_is_inheriting():
                raise RuntimeError(_NO_GUARD)
            _set_inherits(True)
            try:
                bytes = pickle.dumps((_default._method, self))
            finally:
                _set_inherits(False)
            self._task, self._pid = __native_process((), self._name, self._daemonic or self._serves, bytes)
        else:
            _about_to_copy()
            self._task, self._pid = __native_process((_bootstrap, self), self._name, self._daemonic or self._serves, None)
        self._target = self._args = self._kwargs = None
        _state.children.append(self)

    def _end(self, signal):
        self._check_closed()
        if self._poll() is None:
            self._signal = signal
            __native_signal(self._task)

    def terminate(self):
        self._end(15)

    def kill(self):
        self._end(9)

    def _ended(self, timeout):
        if self._code is None:
            code = __native_ended(self._task, timeout)
            if code is not None:
                self._code = -self._signal if code == -15 else code
        return self._code

    def _poll(self):
        if self._code is None and self._task is not None and __native_is_over(self._task):
            self._ended(None)
        return self._code

    def join(self, timeout=None):
        self._check_closed()
        assert self._parent_pid == os.getpid(), 'can only join a child process'
        assert self._task is not None, 'can only join a started process'
        if self._ended(timeout) is not None:
            _forget(self)

    def is_alive(self):
        self._check_closed()
        if self is _state.current:
            return True
        assert self._parent_pid == os.getpid(), 'can only test a child process'
        if self._task is None:
            return False
        if self._poll() is None:
            return True
        _forget(self)
        return False

    def close(self):
        if self._task is not None:
            if self._poll() is None:
                raise ValueError("Cannot close a process while it is still running. "
                                 "You should first call join() or terminate().")
            _forget(self)
        self._closed = True

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        assert isinstance(name, str), 'name must be a string'
        self._name = name

    @property
    def daemon(self):
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        assert self._task is None, 'process has already started'
        self._daemonic = daemonic

    @property
    def authkey(self):
        __native_refuse("Processes have no keys here: nothing outside of the program can reach them.")

    @property
    def exitcode(self):
        self._check_closed()
        return self._poll()

    @property
    def ident(self):
        self._check_closed()
        if self is _state.current:
            return os.getpid()
        return None if self._task is None else self._pid

    pid = ident

    @property
    def sentinel(self):
        __native_refuse("A process has no `sentinel` here, as there are no file descriptors: use `join`.")

    def __repr__(self):
        exitcode = None
        if self is _state.current:
            status = 'started'
        elif self._closed:
            status = 'closed'
        elif self._parent_pid != os.getpid():
            status = 'unknown'
        elif self._task is None:
            status = 'initial'
        else:
            exitcode = self._poll()
            status = 'started' if exitcode is None else 'stopped'
        info = [type(self).__name__, f'name={self._name!r}']
        if self._task is not None or self is _state.current and self._parent_pid is not None:
            info.append(f'pid={self.ident}')
        info.append(f'parent={self._parent_pid}')
        info.append(status)
        if exitcode is not None:
            info.append(f'exitcode={_SIGNALS.get(exitcode, exitcode)}')
        if self._daemonic:
            info.append('daemon')
        return f"<{' '.join(info)}>"

class Process(BaseProcess):
    pass

class ForkProcess(BaseProcess):
    _start_method = "fork"

class SpawnProcess(BaseProcess):
    _start_method = "spawn"

Process.__module__ = ForkProcess.__module__ = SpawnProcess.__module__ = "multiprocessing.context"

class _MainProcess(BaseProcess):
    def __init__(self):
        self._identity = ()
        self._name = 'MainProcess'
        self._daemonic = False
        self._parent_pid = None
        self._target = self._args = self._kwargs = None

    def close(self):
        pass

class _ParentProcess(BaseProcess):
    def __init__(self, name, pid):
        self._identity = ()
        self._name = name
        self._pid = pid
        self._daemonic = False
        self._parent_pid = None

    @property
    def ident(self):
        return self._pid

    pid = ident

    def is_alive(self):
        __native_refuse("Whether its parent is alive a process cannot ask here yet.")

    def join(self, timeout=None):
        __native_refuse("Its parent's end a process cannot wait for here yet.")

class _State:
    def __init__(self):
        self.current = _MainProcess()
        self.parent = None
        self.counter = 0
        self.children = []

_state = _State()

def current_process():
    return _state.current

def parent_process():
    return _state.parent

def active_children():
    _state.children = [child for child in _state.children if child._poll() is None]
    return list(_state.children)

def _forget(process):
    _state.children = [child for child in _state.children if child is not process]

# How a process begins that is a copy: here.
def _bootstrap(process):
    _state.parent = _ParentProcess(process._parent_name, process._parent_pid)
    _state.current = process
    _state.counter = 0
    _state.children = []
    if process._start_method is not None:
        _default._method = process._start_method
    try:
        process.run()
    finally:
        _close_all()

# How one begins that is none, once the module has been run.
def _spawned(bytes):
    _set_inherits(True)
    try:
        method, process = pickle.loads(bytes)
    finally:
        _set_inherits(False)
    _default._method = method
    _bootstrap(process)

class _Context:
    ProcessError = ProcessError
    BufferTooShort = BufferTooShort
    TimeoutError = TimeoutError
    AuthenticationError = AuthenticationError

    def __init__(self, method, process):
        self._method = method
        self.Process = process

    current_process = staticmethod(current_process)
    parent_process = staticmethod(parent_process)
    active_children = staticmethod(active_children)
    Pipe = staticmethod(Pipe)

    def cpu_count(self):
        return os.cpu_count()

    def freeze_support(self):
        pass

    def Lock(self):
        return Lock()

    def RLock(self):
        return RLock()

    def Semaphore(self, value=1):
        return Semaphore(value)

    def BoundedSemaphore(self, value=1):
        return BoundedSemaphore(value)

    def Event(self):
        return Event()

    def Condition(self, lock=None):
        return Condition(lock)

    def Barrier(self, parties, action=None, timeout=None):
        return Barrier(parties, action, timeout)

    def Queue(self, maxsize=0):
        return Queue(maxsize)

    def JoinableQueue(self, maxsize=0):
        return JoinableQueue(maxsize)

    def SimpleQueue(self):
        return SimpleQueue()

    def Value(self, typecode_or_type, *args, lock=True):
        return Value(typecode_or_type, *args, lock=lock)

    def Array(self, typecode_or_type, size_or_initializer, *, lock=True):
        return Array(typecode_or_type, size_or_initializer, lock=lock)

    def RawValue(self, typecode_or_type, *args):
        return RawValue(typecode_or_type, *args)

    def RawArray(self, typecode_or_type, size_or_initializer):
        return RawArray(typecode_or_type, size_or_initializer)

    def Pool(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None):
        import multiprocessing.pool as pool
        return pool.Pool(processes, initializer, initargs, maxtasksperchild, context=self.get_context())

    def Manager(self):
        import multiprocessing.managers as managers
        manager = managers.SyncManager(ctx=self.get_context())
        manager.start()
        return manager

    def get_context(self, method=None):
        if method is None:
            return self
        if method not in ("fork", "spawn", "forkserver"):
            raise ValueError(f'cannot find context for {method!r}')
        if method == "forkserver":
            __native_refuse("The start method `forkserver` is not here: use `fork` or `spawn`.")
        return _contexts[method]

    def get_start_method(self, allow_none=False):
        return self._method

    def set_start_method(self, method, force=False):
        raise ValueError('cannot set start method of concrete context')

class _DefaultContext(_Context):
    def get_context(self, method=None):
        return _Context.get_context(self, self.get_start_method() if method is None else method)

    def get_start_method(self, allow_none=False):
        if self._method is None and not allow_none:
            self._method = "fork"
        return self._method

    def set_start_method(self, method, force=False):
        if self._method is not None and not force:
            raise RuntimeError('context has already been set')
        if method is not None:
            self.get_context(method)
        self._method = method

_default = _DefaultContext(None, Process)
_contexts = {"fork": _Context("fork", ForkProcess), "spawn": _Context("spawn", SpawnProcess)}
