# threading: tasks of the engine, and its locks.

Lock = __native_lock

_count = 0

def _next_name(target):
    global _count
    _count += 1
    return f"Thread-{_count}" if target is None else f"Thread-{_count} ({target.__name__})"

class Thread:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        if group is not None:
            raise AssertionError("group argument must be None for now")
        self._target = target
        self.name = _next_name(target) if name is None else str(name)
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self.daemon = False if daemon is None else bool(daemon)

    def run(self):
        if self._target is not None:
            self._target(*self._args, **self._kwargs)

    def start(self):
        if __native_started(self):
            raise RuntimeError("threads can only be started once")
        __native_start(self, (_begin, self), self.name)

    def join(self, timeout=None):
        __native_join(self, timeout)

    def is_alive(self):
        return __native_alive(self)

    def getName(self):
        return self.name

def _begin(thread):
    __native_current(thread)
    thread.run()

class _MainThread(Thread):
    def __init__(self):
        self.name = "MainThread"
        self.daemon = False

_main_thread = _MainThread()

def current_thread():
    thread = __native_current()
    return _main_thread if thread is None else thread

def main_thread():
    return _main_thread
