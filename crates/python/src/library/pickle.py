# pickle: bytes of values. What methods of the program have a say in is asked here, and handed on to what is ours.

HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4

class PickleError(Exception):
    pass

class PicklingError(PickleError):
    pass

class UnpicklingError(PickleError):
    pass

PicklingError.__module__ = UnpicklingError.__module__ = PickleError.__module__ = "_pickle"

def p___native_newobj(cls, *args):
    return cls.__new__(cls, *args)

def _reduced(obj):
    cls = type(obj)
    if hasattr(cls, "__reduce_ex__"):
        parts = obj.__reduce_ex__(DEFAULT_PROTOCOL)
    elif hasattr(cls, "__reduce__"):
        parts = obj.__reduce__()
    elif hasattr(obj, "_value_") and hasattr(cls, "__members__"):
        parts = (cls, (obj.value,))
    else:
        return _usual(cls, obj)
    if isinstance(parts, str):
        return [parts, ()]
    if not isinstance(parts, tuple) or not 2 <= len(parts) <= 6:
        raise PicklingError("__reduce__ must return a string or tuple")
    parts = list(parts)
    for place in (3, 4):
        if len(parts) > place and parts[place] is not None:
            parts[place] = list(parts[place])
    return parts

def _usual(cls, obj):
    if hasattr(cls, "__getnewargs_ex__"):
        args, keywords = obj.__getnewargs_ex__()
        if keywords:
            __native_refuse("Pickling an object whose `__getnewargs_ex__` names arguments is not here yet.")
    elif hasattr(cls, "__getnewargs__"):
        args = obj.__getnewargs__()
    elif isinstance(obj, tuple) and hasattr(cls, "_fields"):
        args = tuple(obj)
    elif isinstance(obj, (list, dict, set)):
        args = ()
    elif not isinstance(obj, BaseException) and __native_plain(obj) is not obj:
        args = (__native_plain(obj),)
    else:
        args = ()
    if hasattr(cls, "__getstate__"):
        state = obj.__getstate__()
    else:
        state = dict(__native_fields(obj)) or None
    if isinstance(obj, BaseException):
        return [cls, obj.args, state]
    items = list(__native_plain(obj)) if isinstance(obj, list) else None
    pairs = list(__native_plain(obj).items()) if isinstance(obj, dict) else None
    return [__native_newobj, (cls, *args), state, items, pairs]

def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    reduced = []
    while True:
        done = __native_pickle(obj, reduced)
        if isinstance(done, bytes):
            return done
        if isinstance(done, tuple):
            culprit, words = done
            raise PicklingError(f"Can't pickle {culprit!r}: {words}")
        for one in done:
            reduced.append((one, _reduced(one)))

def loads(data, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    state = [[0], [], [], []]
    while True:
        next = __native_unpickle(data, state)
        what = next[0]
        if what == 0:
            return next[1]
        if what == 1:
            state[1].append(next[1](*next[2]))
        elif what == 2:
            _set_state(next[1], next[2])
        elif what == 3:
            items = next[2]
            for at in range(0, len(items), 2):
                next[1][items[at]] = items[at + 1]
        elif what == 4:
            if isinstance(next[1], set):
                for item in next[2]:
                    next[1].add(item)
            else:
                next[1].extend(next[2])
        else:
            raise AttributeError(f"Can't get attribute {next[2]!r} on <module {next[1]!r}>")

def _set_state(obj, state):
    if hasattr(obj, "__setstate__"):
        obj.__setstate__(state)
    else:
        for name, value in state.items():
            object.__setattr__(obj, name, value)

def dump(obj, file, protocol=None):
    file.write(dumps(obj, protocol))

def load(file):
    return loads(file.read())
