# Copies: of one object, and of all it reaches.

class Error(Exception):
    pass

error = Error

_deque = __native_handles("collections.deque")
_atoms = (int, float, bool, str, bytes, type, type(None), range, type(...), type(NotImplemented), type(len), type(lambda: 0), slice)

def copy(x):
    cls = type(x)
    if isinstance(x, _atoms) and not __native_is_derived(x) or cls is tuple or cls is frozenset or cls is property:
        return x
    if cls is list or cls is dict or cls is set or cls is bytearray or cls is _deque:
        return x.copy()
    own = getattr(cls, "__copy__", None)
    if own is not None:
        return own(x)
    return _shallow(x)

def _shallow(x):
    if __native_cannot_be_copied(x):
        raise TypeError(f"cannot pickle '{type(x).__name__}' object")
    made = __native_blank(x)
    if isinstance(x, list):
        __native_plain(made).extend(__native_plain(x))
    elif isinstance(x, (dict, set)):
        __native_plain(made).update(__native_plain(x))
    for name, value in __native_fields(x):
        object.__setattr__(made, name, value)
    return made

def deepcopy(x, memo=None):
    if memo is None:
        memo = {}
    return _deep(x, memo)

def _deep(x, memo):
    cls = type(x)
    if isinstance(x, _atoms) and not __native_is_derived(x):
        return x
    known = memo.get(id(x))
    if known is not None:
        return known
    if cls is list:
        made = []
        memo[id(x)] = made
        for item in x:
            made.append(_deep(item, memo))
        return made
    if cls is _deque:
        made = _deque((), x.maxlen)
        memo[id(x)] = made
        for item in x:
            made.append(_deep(item, memo))
        return made
    if cls is dict:
        made = {}
        memo[id(x)] = made
        for key, value in x.items():
            made[_deep(key, memo)] = _deep(value, memo)
        return made
    if cls is tuple:
        items = [_deep(item, memo) for item in x]
        known = memo.get(id(x))
        if known is not None:
            return known
        for before, after in zip(x, items):
            if before is not after:
                made = tuple(items)
                memo[id(x)] = made
                return made
        return x
    if cls is set:
        made = set([_deep(item, memo) for item in x])
        memo[id(x)] = made
        return made
    if cls is frozenset:
        return frozenset([_deep(item, memo) for item in x])
    if cls is bytearray:
        return x.copy()
    own = getattr(cls, "__deepcopy__", None)
    if own is not None:
        made = own(x, memo)
        memo[id(x)] = made
        return made
    if __native_cannot_be_copied(x):
        raise TypeError(f"cannot pickle '{cls.__name__}' object")
    if isinstance(x, tuple):
        made = __native_derived(cls, tuple([_deep(item, memo) for item in x]))
        memo[id(x)] = made
        return made
    made = __native_blank(x)
    memo[id(x)] = made
    if isinstance(x, list):
        for item in __native_plain(x):
            list.append(made, _deep(item, memo))
    elif isinstance(x, _deque):
        plain = __native_plain(made)
        plain.__init__((), x.maxlen)
        for item in __native_plain(x):
            plain.append(_deep(item, memo))
    elif isinstance(x, dict):
        plain = __native_plain(made)
        for key, value in __native_plain(x).items():
            plain[_deep(key, memo)] = _deep(value, memo)
    elif isinstance(x, set):
        plain = __native_plain(made)
        for item in __native_plain(x):
            plain.add(_deep(item, memo))
    for name, value in __native_fields(x):
        object.__setattr__(made, name, _deep(value, memo))
    return made
