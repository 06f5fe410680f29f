# Names of classes that have none among the built-ins.

def _function():
    yield

FunctionType = LambdaType = type(lambda: None)
GeneratorType = type(_function())
NoneType = type(None)
EllipsisType = type(...)
NotImplementedType = type(NotImplemented)
BuiltinFunctionType = BuiltinMethodType = type(len)
GenericAlias = type(list[int])
UnionType = type(int | str)
CellType = __native_type("cell")
TracebackType = __native_type("traceback")
CoroutineType = __native_type("coroutine")
AsyncGeneratorType = __native_type("async_generator")
MethodType = __native_type("method")

def coroutine(func):
    if not callable(func):
        raise TypeError("types.coroutine() expects a callable")
    if __native_function_sort(func) == "coroutine":
        return func

    def wrapped(*args, **kwargs):
        return __native_let_await(func(*args, **kwargs))

    wrapped.__name__ = func.__name__
    wrapped.__qualname__ = func.__qualname__
    wrapped.__doc__ = func.__doc__
    return wrapped

class ModuleType:
    def __init__(self, name, doc=None):
        self.__name__ = name
        self.__doc__ = doc

class SimpleNamespace:
    def __init__(self, /, **named):
        for name, value in named.items():
            setattr(self, name, value)

    def __repr__(self):
        name = "namespace" if type(self) is SimpleNamespace else type(self).__name__
        return f"{name}({', '.join([f'{key}={value!r}' for key, value in __native_fields(self)])})"

    def __eq__(self, other):
        if isinstance(self, SimpleNamespace) and isinstance(other, SimpleNamespace):
            return self.__dict__ == other.__dict__
        return NotImplemented

    __hash__ = None

class MappingProxyType:
    def __init__(self, mapping):
        self._mapping = mapping

    def __getitem__(self, key):
        return self._mapping[key]

    def __len__(self):
        return len(self._mapping)

    def __iter__(self):
        return iter(self._mapping)

    def __contains__(self, key):
        return key in self._mapping

    def __eq__(self, other):
        return self._mapping == (other._mapping if isinstance(other, MappingProxyType) else other)

    __hash__ = None

    def __repr__(self):
        return f"mappingproxy({self._mapping!r})"

    def __or__(self, other):
        return self._mapping | (other._mapping if isinstance(other, MappingProxyType) else other)

    def get(self, key, default=None):
        return self._mapping.get(key, default)

    def keys(self):
        return self._mapping.keys()

    def values(self):
        return self._mapping.values()

    def items(self):
        return self._mapping.items()

    def copy(self):
        return self._mapping.copy()

def new_class(name, bases=(), kwds=None, exec_body=None):
    namespace = {}
    if exec_body is not None:
        exec_body(namespace)
    return type(name, bases, namespace)
