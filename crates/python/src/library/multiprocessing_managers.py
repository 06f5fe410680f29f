# multiprocessing.managers: a process that keeps objects for others, and what stands for them there: each call is a
# message to it, and one back. Locks and queues need no such process here: they lie between all of them.

import os
import pickle
import threading
import multiprocessing.process as _process
from multiprocessing.queues import JoinableQueue, SimpleQueue
from multiprocessing.synchronize import Lock, RLock, Semaphore, BoundedSemaphore, Event, Condition, Barrier

class RemoteError(Exception):
    pass

# Where this thread of this process gets its answers.
_replies = {}

def _reply():
    key = os.getpid(), threading.get_ident()
    if key not in _replies:
        _replies[key] = __native_between(__native_channel(0, False))
    return _replies[key]

def _ask(requests, number, method, args, kwds):
    reply = _reply()
    __native_send(requests, pickle.dumps((reply, number, method, args, kwds)), True, None)
    good, value = pickle.loads(__native_queue_get(reply, True, None))
    if good:
        return value
    raise value

def _serve(requests, initializer, initargs):
    if initializer is not None:
        initializer(*initargs)
    objects, count = {}, 0
    while True:
        reply, number, method, args, kwds = pickle.loads(__native_queue_get(requests, True, None))
        if method == '#end':
            return
        try:
            if method == '#make':
                made = number(*args, **kwds)
                count += 1
                objects[count] = made
                value = count
            elif method == '#value':
                value = objects[number]
            elif method == '#str':
                value = repr(objects[number])
            elif method in ('#get', '#set', '#del'):
                value = {'#get': getattr, '#set': setattr, '#del': delattr}[method](objects[number], *args)
            else:
                value = getattr(objects[number], method)(*args, **kwds)
                if method in ('keys', 'values', 'items'):
                    value = list(value)
                elif method in ('__iadd__', '__imul__'):
                    objects[number], value = value, None
            bytes = pickle.dumps((True, value))
        except Exception as error:
            bytes = pickle.dumps((False, error))
        __native_send(reply, bytes, True, None)

class BaseProxy:
    _typeid = None

    def __init__(self, requests, number):
        object.__setattr__(self, '_requests', requests)
        object.__setattr__(self, '_number', number)

    def _callmethod(self, methodname, args=(), kwds={}):
        return _ask(self._requests, self._number, methodname, args, kwds)

    def _getvalue(self):
        return self._callmethod('#value')

    def __reduce__(self):
        return type(self), (self._requests, self._number)

    def __deepcopy__(self, memo):
        return self._getvalue()

    def __repr__(self):
        return f'<{type(self).__name__} object, typeid {self._typeid!r} at {id(self):#x}>'

    def __str__(self):
        return self._callmethod('#str')

class DictProxy(BaseProxy):
    _typeid = 'dict'

    def __contains__(self, key):
        return self._callmethod('__contains__', (key,))

    def __delitem__(self, key):
        self._callmethod('__delitem__', (key,))

    def __getitem__(self, key):
        return self._callmethod('__getitem__', (key,))

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return self._callmethod('__len__')

    def __setitem__(self, key, value):
        self._callmethod('__setitem__', (key, value))

    def clear(self):
        self._callmethod('clear')

    def copy(self):
        return self._callmethod('copy')

    def get(self, *args):
        return self._callmethod('get', args)

    def items(self):
        return self._callmethod('items')

    def keys(self):
        return self._callmethod('keys')

    def values(self):
        return self._callmethod('values')

    def pop(self, *args):
        return self._callmethod('pop', args)

    def popitem(self):
        return self._callmethod('popitem')

    def setdefault(self, *args):
        return self._callmethod('setdefault', args)

    def update(self, *args, **kwds):
        self._callmethod('update', args, kwds)

class ListProxy(BaseProxy):
    _typeid = 'list'

    def __add__(self, other):
        return self._callmethod('__add__', (other,))

    def __contains__(self, item):
        return self._callmethod('__contains__', (item,))

    def __delitem__(self, place):
        self._callmethod('__delitem__', (place,))

    def __getitem__(self, place):
        return self._callmethod('__getitem__', (place,))

    def __iter__(self):
        # As CPython goes through what has no `__iter__`: one message an item.
        place = 0
        while True:
            try:
                item = self[place]
            except IndexError:
                return
            yield item
            place += 1

    def __len__(self):
        return self._callmethod('__len__')

    def __mul__(self, times):
        return self._callmethod('__mul__', (times,))

    __rmul__ = __mul__

    def __setitem__(self, place, value):
        self._callmethod('__setitem__', (place, value))

    def __iadd__(self, value):
        self._callmethod('extend', (value,))
        return self

    def __imul__(self, value):
        self._callmethod('__imul__', (value,))
        return self

    def append(self, item):
        self._callmethod('append', (item,))

    def count(self, item):
        return self._callmethod('count', (item,))

    def extend(self, items):
        self._callmethod('extend', (list(items),))

    def index(self, *args):
        return self._callmethod('index', args)

    def insert(self, place, item):
        self._callmethod('insert', (place, item))

    def pop(self, *args):
        return self._callmethod('pop', args)

    def remove(self, item):
        self._callmethod('remove', (item,))

    def reverse(self):
        self._callmethod('reverse')

    def sort(self, **kwds):
        self._callmethod('sort', (), kwds)

class Namespace:
    def __init__(self, /, **kwds):
        for name, value in kwds.items():
            setattr(self, name, value)

    def __repr__(self):
        items = sorted(f'{name}={value!r}' for name, value in self.__dict__.items() if not name.startswith('_'))
        return f"Namespace({', '.join(items)})"

class NamespaceProxy(BaseProxy):
    _typeid = 'Namespace'

    def __getattr__(self, name):
        if name.startswith('_'):
            raise AttributeError(name)
        return self._callmethod('#get', (name,))

    def __setattr__(self, name, value):
        if name.startswith('_'):
            object.__setattr__(self, name, value)
        else:
            self._callmethod('#set', (name, value))

    def __delattr__(self, name):
        if name.startswith('_'):
            object.__delattr__(self, name)
        else:
            self._callmethod('#del', (name,))

class Value:
    def __init__(self, typecode, value, lock=True):
        self._typecode = typecode
        self.value = value

    def get(self):
        return self.value

    def set(self, value):
        self.value = value

    def __repr__(self):
        return f'{type(self).__name__}({self._typecode!r}, {self.value!r})'

class ValueProxy(BaseProxy):
    _typeid = 'Value'

    def get(self):
        return self._callmethod('get')

    def set(self, value):
        return self._callmethod('set', (value,))

    @property
    def value(self):
        return self.get()

    @value.setter
    def value(self, value):
        self.set(value)

class _Passed:
    # What lies between the processes anyhow may be handed to any of them.
    def __getstate__(self):
        return self.__dict__

class _Queue(_Passed, JoinableQueue):
    pass

class _Lock(_Passed, Lock):
    pass

class _RLock(_Passed, RLock):
    pass

class _Semaphore(_Passed, Semaphore):
    pass

class _BoundedSemaphore(_Passed, BoundedSemaphore):
    pass

class _Event(_Passed, Event):
    pass

class _Condition(_Passed, Condition):
    pass

class _Barrier(_Passed, Barrier):
    pass

class BaseManager:
    def __init__(self, address=None, authkey=None, serializer='pickle', ctx=None, *, shutdown_timeout=1.0):
        if address is not None:
            __native_refuse("A manager has no address here: nothing outside of the program can reach it.")
        self._context = _process._default.get_context() if ctx is None else ctx.get_context()
        self._process = None
        self._requests = __native_between(__native_channel(0, False))

    def start(self, initializer=None, initargs=()):
        assert self._process is None, 'Already started server'
        self._process = self._context.Process(target=_serve, args=(self._requests, initializer, initargs))
        identity = ':'.join(str(number) for number in self._process._identity)
        self._process.name = f'{type(self).__name__}-{identity}'
        self._process._serves = True
        self._process.start()

    def shutdown(self):
        if self._process is not None and self._process.is_alive():
            __native_send(self._requests, pickle.dumps((None, 0, '#end', (), {})), True, None)
            self._process.join()

    def _made(self, proxy, function, args, kwds):
        assert self._process is not None, 'server not yet started'
        return proxy(self._requests, _ask(self._requests, function, '#make', args, kwds))

    def __enter__(self):
        if self._process is None:
            self.start()
        return self

    def __exit__(self, *args):
        self.shutdown()

    @classmethod
    def register(cls, *args, **kwds):
        __native_refuse("`register` is not here yet: a manager has dict, list, Namespace, Value, Queue and locks.")

class SyncManager(BaseManager):
    def dict(self, *args, **kwds):
        return self._made(DictProxy, dict, args, kwds)

    def list(self, *args):
        return self._made(ListProxy, list, args, {})

    def Namespace(self, **kwds):
        return self._made(NamespaceProxy, Namespace, (), kwds)

    def Value(self, typecode, value, lock=True):
        return self._made(ValueProxy, Value, (typecode, value), {})

    def Array(self, typecode, sequence, lock=True):
        return self._made(ListProxy, list, (sequence,), {})

    def Queue(self, maxsize=0):
        return _Queue(maxsize)

    JoinableQueue = Queue

    def Lock(self):
        return _Lock()

    def RLock(self):
        return _RLock()

    def Semaphore(self, value=1):
        return _Semaphore(value)

    def BoundedSemaphore(self, value=1):
        return _BoundedSemaphore(value)

    def Event(self):
        return _Event()

    def Condition(self, lock=None):
        return _Condition(_RLock() if lock is None else lock)

    def Barrier(self, parties, action=None, timeout=None):
        return _Barrier(parties, action, timeout)
