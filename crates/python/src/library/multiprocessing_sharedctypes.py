# multiprocessing.sharedctypes: numbers in memory that processes share. Each is read and written in one step; what
# stands between two steps is not safe.

import pickle
from multiprocessing.synchronize import RLock, _Inherited

_BITS = {'b': (8, True), 'B': (8, False), 'h': (16, True), 'H': (16, False), 'i': (32, True), 'I': (32, False),
         'l': (64, True), 'L': (64, False), 'q': (64, True), 'Q': (64, False)}

def _kept(code, value):
    if code == 'd':
        if not isinstance(value, (int, float)):
            raise TypeError(f"must be real number, not {type(value).__name__}")
        return pickle.dumps(float(value))
    if code == 'c':
        if not isinstance(value, bytes) or len(value) != 1:
            raise TypeError("one character bytes, bytearray or integer expected")
        return pickle.dumps(value)
    if not isinstance(value, int):
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
    bits, signed = _BITS[code]
    value &= (1 << bits) - 1
    if signed and value >> (bits - 1):
        value -= 1 << bits
    if value > 9223372036854775807:
        return pickle.dumps(value)
    return value

def _seen(value):
    return value if isinstance(value, int) else pickle.loads(value)

def _check(code):
    if code not in _BITS and code not in ('d', 'c'):
        __native_refuse(f"Shared memory of the type {code!r} is not here: whole numbers, 'd' and 'c' are.")

def _zero(code):
    return {'d': 0.0, 'c': b'\x00'}.get(code, 0)

class _Raw(_Inherited):
    def __init__(self, code, value):
        self._code = code
        self._variable = __native_between(__native_variable(_kept(code, value)))

    @property
    def value(self):
        return _seen(__native_variable_load(self._variable))

    @value.setter
    def value(self, value):
        __native_variable_store(self._variable, _kept(self._code, value))

class _RawArray(_Inherited):
    def __init__(self, code, items):
        self._code = code
        self._begin = items
        self._array = __native_between(__native_array())

    def __len__(self):
        return len(self._begin)

    def _at(self, place):
        item = __native_array_get(self._array, place)
        return self._begin[place] if item is NotImplemented else _seen(item)

    def __getitem__(self, place):
        if isinstance(place, slice):
            return [self._at(at) for at in range(*place.indices(len(self._begin)))]
        if place < 0:
            place += len(self._begin)
        if not 0 <= place < len(self._begin):
            raise IndexError("invalid index")
        return self._at(place)

    def __setitem__(self, place, value):
        if isinstance(place, slice):
            places = range(*place.indices(len(self._begin)))
            if len(places) != len(value):
                raise ValueError("Can only assign sequence of same size")
            for at, item in zip(places, value):
                __native_array_set(self._array, at, _kept(self._code, item))
            return
        if place < 0:
            place += len(self._begin)
        if not 0 <= place < len(self._begin):
            raise IndexError("invalid index")
        __native_array_set(self._array, place, _kept(self._code, value))

    def __iter__(self):
        for place in range(len(self._begin)):
            yield self[place]

class SynchronizedBase(_Inherited):
    def __init__(self, obj, lock=None):
        self._obj = obj
        self._lock = RLock() if lock is None else lock

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def acquire(self, block=True, timeout=None):
        return self._lock.acquire(block, timeout)

    def release(self):
        self._lock.release()

    def get_obj(self):
        return self._obj

    def get_lock(self):
        return self._lock

class Synchronized(SynchronizedBase):
    @property
    def value(self):
        with self._lock:
            return self._obj.value

    @value.setter
    def value(self, value):
        with self._lock:
            self._obj.value = value

class SynchronizedArray(SynchronizedBase):
    def __len__(self):
        return len(self._obj)

    def __getitem__(self, place):
        with self._lock:
            return self._obj[place]

    def __setitem__(self, place, value):
        with self._lock:
            self._obj[place] = value

    def __iter__(self):
        for place in range(len(self._obj)):
            yield self[place]

def _locked(obj, lock, kind):
    if lock is False:
        return obj
    if lock in (True, None):
        return kind(obj)
    if not hasattr(lock, 'acquire'):
        raise AttributeError(f"{lock!r} has no method 'acquire'")
    return kind(obj, lock)

def RawValue(typecode_or_type, *args):
    _check(typecode_or_type)
    return _Raw(typecode_or_type, args[0] if args else _zero(typecode_or_type))

def RawArray(typecode_or_type, size_or_initializer):
    _check(typecode_or_type)
    if isinstance(size_or_initializer, int):
        items = [_zero(typecode_or_type)] * size_or_initializer
    else:
        items = [_seen(_kept(typecode_or_type, item)) for item in size_or_initializer]
    return _RawArray(typecode_or_type, items)

def Value(typecode_or_type, *args, lock=True):
    return _locked(RawValue(typecode_or_type, *args), lock, Synchronized)

def Array(typecode_or_type, size_or_initializer, *, lock=True):
    return _locked(RawArray(typecode_or_type, size_or_initializer), lock, SynchronizedArray)
