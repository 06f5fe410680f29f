# Functions of functions.

_NOTHING = object()

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)

def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper

def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    def decorate(wrapper):
        return update_wrapper(wrapper, wrapped, assigned, updated)
    return decorate

def reduce(function, iterable, initial=_NOTHING):
    iterator = iter(iterable)
    if initial is _NOTHING:
        try:
            value = next(iterator)
        except StopIteration:
            raise TypeError("reduce() of empty iterable with no initial value") from None
    else:
        value = initial
    for item in iterator:
        value = function(value, item)
    return value

class partial:
    def __init__(self, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if isinstance(func, partial):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

    def __repr__(self):
        parts = [repr(self.func)]
        parts.extend(repr(arg) for arg in self.args)
        parts.extend(f"{name}={value!r}" for name, value in self.keywords.items())
        return f"functools.partial({', '.join(parts)})"

def cmp_to_key(mycmp):
    class K:
        __hash__ = None

        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0

    return K

class _CacheInfo(tuple):
    def __repr__(self):
        return "CacheInfo(hits={}, misses={}, maxsize={}, currsize={})".format(*self)

    @property
    def hits(self):
        return self[0]

    @property
    def misses(self):
        return self[1]

    @property
    def maxsize(self):
        return self[2]

    @property
    def currsize(self):
        return self[3]

def _cache_key(args, keywords, typed):
    key = args
    if keywords:
        # What separates them is equal to no argument.
        key = key + (_NOTHING,)
        for item in keywords.items():
            key = key + item
    if typed:
        key = key + tuple(type(arg) for arg in args) + tuple(type(value) for value in keywords.values())
    elif len(key) == 1 and type(key[0]) in (int, str):
        return key[0]
    return key

def lru_cache(maxsize=128, typed=False):
    if callable(maxsize) and isinstance(typed, bool):
        return _cached(maxsize, 128, False)
    if maxsize is not None and not isinstance(maxsize, int):
        raise TypeError("Expected first argument to be an integer, a callable, or None")
    if maxsize is not None and maxsize < 0:
        maxsize = 0
    def decorate(function):
        return _cached(function, maxsize, typed)
    return decorate

def cache(user_function, /):
    return _cached(user_function, None, False)

def _cached(function, maxsize, typed):
    # The order of a dict is that of its insertions: what is used goes to the end.
    known = {}
    hits = misses = 0

    def wrapper(*args, **keywords):
        nonlocal hits, misses
        if maxsize == 0:
            misses += 1
            return function(*args, **keywords)
        key = _cache_key(args, keywords, typed)
        result = known.get(key, _NOTHING)
        if result is not _NOTHING:
            hits += 1
            if maxsize is not None:
                del known[key]
                known[key] = result
            return result
        misses += 1
        result = function(*args, **keywords)
        if maxsize is not None and key not in known and len(known) >= maxsize:
            del known[next(iter(known))]
        known[key] = result
        return result

    def cache_info():
        return _CacheInfo((hits, misses, maxsize, len(known)))

    def cache_clear():
        nonlocal hits, misses
        known.clear()
        hits = misses = 0

    def cache_parameters():
        return {"maxsize": maxsize, "typed": typed}

    wrapper.cache_info = cache_info
    wrapper.cache_clear = cache_clear
    wrapper.cache_parameters = cache_parameters
    return update_wrapper(wrapper, function)

def _from_lt(cls):
    def __gt__(self, other):
        result = type(self).__lt__(self, other)
        return result if result is NotImplemented else not result and self != other
    def __le__(self, other):
        result = type(self).__lt__(self, other)
        return result if result is NotImplemented else result or self == other
    def __ge__(self, other):
        result = type(self).__lt__(self, other)
        return result if result is NotImplemented else not result
    return {"__gt__": __gt__, "__le__": __le__, "__ge__": __ge__}

def _from_le(cls):
    def __ge__(self, other):
        result = type(self).__le__(self, other)
        return result if result is NotImplemented else not result or self == other
    def __lt__(self, other):
        result = type(self).__le__(self, other)
        return result if result is NotImplemented else result and self != other
    def __gt__(self, other):
        result = type(self).__le__(self, other)
        return result if result is NotImplemented else not result
    return {"__ge__": __ge__, "__lt__": __lt__, "__gt__": __gt__}

def _from_gt(cls):
    def __lt__(self, other):
        result = type(self).__gt__(self, other)
        return result if result is NotImplemented else not (result or self == other)
    def __ge__(self, other):
        result = type(self).__gt__(self, other)
        return result if result is NotImplemented else result or self == other
    def __le__(self, other):
        result = type(self).__gt__(self, other)
        return result if result is NotImplemented else not result
    return {"__lt__": __lt__, "__ge__": __ge__, "__le__": __le__}

def _from_ge(cls):
    def __le__(self, other):
        result = type(self).__ge__(self, other)
        return result if result is NotImplemented else not result or self == other
    def __gt__(self, other):
        result = type(self).__ge__(self, other)
        return result if result is NotImplemented else result and self != other
    def __lt__(self, other):
        result = type(self).__ge__(self, other)
        return result if result is NotImplemented else not result
    return {"__le__": __le__, "__gt__": __gt__, "__lt__": __lt__}

def _defines(cls, name):
    return any(name in base.__dict__ for base in cls.__mro__ if base is not object)

def total_ordering(cls):
    for root, made in (("__lt__", _from_lt), ("__le__", _from_le), ("__gt__", _from_gt), ("__ge__", _from_ge)):
        if _defines(cls, root):
            for name, function in made(cls).items():
                if not _defines(cls, name):
                    setattr(cls, name, function)
            return cls
    raise ValueError("must define at least one ordering operation: < > <= >=")

def singledispatch(func):
    registry = {object: func}

    def dispatch(cls):
        for base in cls.__mro__:
            if base in registry:
                return registry[base]
        return func

    def register(cls, function=None):
        if function is not None:
            registry[cls] = function
            return function
        if not isinstance(cls, type):
            # Used without brackets: the first annotation says the class.
            function = cls
            for name, annotation in function.__annotations__.items():
                if name != "return":
                    registry[annotation] = function
                    return function
            raise TypeError(
                f"Invalid first argument to `register()`: {function!r}. "
                "Use either `@register(some_class)` or plain `@register` on an annotated function."
            )
        def decorate(function):
            registry[cls] = function
            return function
        return decorate

    def wrapper(*args, **keywords):
        if not args:
            raise TypeError(f"{func.__name__} requires at least 1 positional argument")
        return dispatch(type(args[0]))(*args, **keywords)

    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    return update_wrapper(wrapper, func)

def cached_property(func):
    # A property that keeps what it was, where everybody else keeps attributes.
    name = func.__name__

    def get(self):
        value = __native_own(self, name, _NOTHING)
        if value is _NOTHING:
            value = func(self)
            __native_put_own(self, name, value)
        return value

    def put(self, value):
        __native_put_own(self, name, value)

    def forget(self):
        if __native_own(self, name, _NOTHING) is _NOTHING:
            raise AttributeError(name)
        __native_drop_own(self, name)

    return property(get, put, forget, func.__doc__)

def partialmethod(func, /, *args, **keywords):
    def method(self, /, *more, **named):
        return func(self, *args, *more, **{**keywords, **named})
    return method

def singledispatchmethod(func):
    dispatcher = singledispatch(func)

    def method(self, /, *args, **keywords):
        return dispatcher.dispatch(type(args[0]))(self, *args, **keywords)

    method.register = dispatcher.register
    return update_wrapper(method, func)
