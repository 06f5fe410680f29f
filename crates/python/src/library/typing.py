# Words about types, which nobody checks: they can be written, subscribed and printed.

from collections import _named_class
import collections.abc as _abc

TYPE_CHECKING = False

def _shown(item):
    if isinstance(item, type) and not hasattr(item, "__origin__"):
        return item.__qualname__ if item.__module__ == "builtins" else f"{item.__module__}.{item.__qualname__}"
    if item is ...:
        return "..."
    if isinstance(item, list):
        return "[" + ", ".join([_shown(one) for one in item]) + "]"
    return repr(item)

class _Form:
    def __init__(self, name, origin=None, is_class_var=False):
        self._name = name
        self.__origin__ = origin
        self._is_class_var = is_class_var

    def __repr__(self):
        return f"typing.{self._name}"

    def __getitem__(self, parameters):
        return _Subscribed(self, parameters if isinstance(parameters, tuple) else (parameters,))

    def __call__(self, *args, **named):
        if self.__origin__ is not None:
            return self.__origin__(*args, **named)
        raise TypeError(f"Cannot instantiate {self!r}")

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __instancecheck__(self, value):
        if self.__origin__ is None:
            raise TypeError(f"typing.{self._name} cannot be used with isinstance()")
        return isinstance(value, self.__origin__)

    def __subclasscheck__(self, cls):
        if self.__origin__ is None:
            raise TypeError(f"typing.{self._name} cannot be used with issubclass()")
        return issubclass(cls, self.__origin__)

    def __mro_entries__(self, bases):
        return (self.__origin__,)

class _Subscribed:
    def __init__(self, form, args):
        self._form = form
        self.__args__ = tuple([type(None) if arg is None else arg for arg in args])
        self.__origin__ = form.__origin__ if form.__origin__ is not None else form
        self._is_class_var = form._is_class_var
        self.__parameters__ = tuple([arg for arg in args if isinstance(arg, TypeVar)])

    def __repr__(self):
        return f"{self._form!r}[{', '.join([_shown(arg) for arg in self.__args__])}]"

    def __getitem__(self, parameters):
        return _Subscribed(self._form, parameters if isinstance(parameters, tuple) else (parameters,))

    def __call__(self, *args, **named):
        return self._form(*args, **named)

    def __eq__(self, other):
        return isinstance(other, _Subscribed) and self._form is other._form and self.__args__ == other.__args__

    def __hash__(self):
        return hash(self.__args__)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __instancecheck__(self, value):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __mro_entries__(self, bases):
        return (self.__origin__,)

class _UnionForm(_Form):
    def __getitem__(self, parameters):
        parameters = parameters if isinstance(parameters, tuple) else (parameters,)
        kept = []
        for one in parameters:
            one = type(None) if one is None else one
            inner = one.__args__ if isinstance(one, _Union) else (one,)
            for part in inner:
                if part not in kept:
                    kept.append(part)
        return kept[0] if len(kept) == 1 else _Union(self, tuple(kept))

class _Union(_Subscribed):
    def __repr__(self):
        none = type(None)
        if len(self.__args__) == 2 and none in self.__args__:
            other = self.__args__[0] if self.__args__[1] is none else self.__args__[1]
            return f"typing.Optional[{_shown(other)}]"
        return f"typing.Union[{', '.join([_shown(arg) for arg in self.__args__])}]"

    def __eq__(self, other):
        return isinstance(other, _Union) and set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __instancecheck__(self, value):
        return isinstance(value, self.__args__)

class _OptionalForm(_Form):
    def __getitem__(self, parameter):
        return Union[parameter, type(None)]

class _LiteralForm(_Form):
    def __getitem__(self, parameters):
        made = _Literal(self, ())
        made.__args__ = parameters if isinstance(parameters, tuple) else (parameters,)
        return made

class _Literal(_Subscribed):
    def __repr__(self):
        return f"typing.Literal[{', '.join([repr(arg) for arg in self.__args__])}]"

class _CallableForm(_Form):
    def __getitem__(self, parameters):
        made = _Callable(self, ())
        args, result = parameters
        made._shown_args = args
        made.__args__ = (*(args if isinstance(args, list) else [args]), type(None) if result is None else result)
        return made

class _Callable(_Subscribed):
    def __repr__(self):
        return f"typing.Callable[{_shown(self._shown_args)}, {_shown(self.__args__[-1])}]"

class _AnnotatedForm(_Form):
    def __getitem__(self, parameters):
        made = _Annotated(self, parameters)
        made.__origin__ = parameters[0]
        made.__metadata__ = parameters[1:]
        return made

class _Annotated(_Subscribed):
    def __repr__(self):
        return f"typing.Annotated[{_shown(self.__origin__)}, {', '.join([repr(one) for one in self.__metadata__])}]"

Any = _Form("Any")
Union = _UnionForm("Union")
Optional = _OptionalForm("Optional")
Literal = _LiteralForm("Literal")
Callable = _CallableForm("Callable", _abc.Callable)
Annotated = _AnnotatedForm("Annotated")
ClassVar = _Form("ClassVar", None, True)
Final = _Form("Final")
NoReturn = _Form("NoReturn")
Never = _Form("Never")
Self = _Form("Self")
LiteralString = _Form("LiteralString")
TypeAlias = _Form("TypeAlias")
Concatenate = _Form("Concatenate")
TypeGuard = _Form("TypeGuard")
Required = _Form("Required")
NotRequired = _Form("NotRequired")
Unpack = _Form("Unpack")
List = _Form("List", list)
Dict = _Form("Dict", dict)
Set = _Form("Set", set)
FrozenSet = _Form("FrozenSet", frozenset)
Tuple = _Form("Tuple", tuple)
Type = _Form("Type", type)
Text = str
AnyStr = None
Iterable = _Form("Iterable", _abc.Iterable)
Iterator = _Form("Iterator", _abc.Iterator)
Generator = _Form("Generator", _abc.Generator)
Sequence = _Form("Sequence", _abc.Sequence)
MutableSequence = _Form("MutableSequence", _abc.MutableSequence)
Mapping = _Form("Mapping", _abc.Mapping)
MutableMapping = _Form("MutableMapping", _abc.MutableMapping)
AbstractSet = _Form("AbstractSet", _abc.Set)
MutableSet = _Form("MutableSet", _abc.MutableSet)
Collection = _Form("Collection", _abc.Collection)
Container = _Form("Container", _abc.Container)
Hashable = _Form("Hashable", _abc.Hashable)
Sized = _Form("Sized", _abc.Sized)
Reversible = _Form("Reversible", _abc.Reversible)
Awaitable = _Form("Awaitable", _abc.Awaitable)
Coroutine = _Form("Coroutine", _abc.Coroutine)
AsyncIterable = _Form("AsyncIterable", _abc.AsyncIterable)
AsyncIterator = _Form("AsyncIterator", _abc.AsyncIterator)
AsyncGenerator = _Form("AsyncGenerator", _abc.AsyncGenerator)
ContextManager = _Form("ContextManager")
AsyncContextManager = _Form("AsyncContextManager")
DefaultDict = _Form("DefaultDict")
OrderedDict = _Form("OrderedDict")
Counter = _Form("Counter")
Deque = _Form("Deque")
ChainMap = _Form("ChainMap")
Pattern = _Form("Pattern")
Match = _Form("Match")
IO = _Form("IO")
TextIO = _Form("TextIO")
BinaryIO = _Form("BinaryIO")

class TypeVar:
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False):
        self.__name__ = name
        self.__constraints__ = constraints
        self.__bound__ = bound
        self.__covariant__, self.__contravariant__ = covariant, contravariant

    def __repr__(self):
        return ("+" if self.__covariant__ else "-" if self.__contravariant__ else "~") + self.__name__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

class ParamSpec(TypeVar):
    @property
    def args(self):
        return self

    @property
    def kwargs(self):
        return self

class TypeVarTuple(TypeVar):
    def __repr__(self):
        return self.__name__

    def __iter__(self):
        return iter([self])

AnyStr = TypeVar("AnyStr", bytes, str)

class Generic:
    def __class_getitem__(cls, parameters):
        return __native_alias(cls, parameters)

class _ProtocolType(type):
    def __instancecheck__(cls, value):
        if type.__instancecheck__(cls, value):
            return True
        if not cls.__dict__.get("_is_protocol"):
            return False
        if not getattr(cls, "_is_runtime_protocol", False):
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        return all([hasattr(value, name) for name in _protocol_names(cls)])

    def __subclasscheck__(cls, other):
        if type.__subclasscheck__(cls, other):
            return True
        if not cls.__dict__.get("_is_protocol"):
            return False
        if not getattr(cls, "_is_runtime_protocol", False):
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        return all([hasattr(other, name) for name in _protocol_names(cls)])

_OWN = ("__module__", "__qualname__", "__doc__", "__dict__", "__annotations__", "__abstractmethods__", "__init__",
        "__slots__", "__class_getitem__", "__init_subclass__", "_is_protocol", "_is_runtime_protocol", "__hash__", "__abc__")

def _protocol_names(cls):
    names = []
    for base in cls.__mro__:
        if base.__dict__.get("_is_protocol"):
            for name in (*base.__dict__, *base.__dict__.get("__annotations__", ())):
                if name not in _OWN and name not in names:
                    names.append(name)
    return names

class Protocol(metaclass=_ProtocolType):
    __abc__ = True

    def __init_subclass__(cls, **named):
        super().__init_subclass__(**named)
        if Protocol in cls.__bases__:
            cls._is_protocol = True
            if "__init__" not in cls.__dict__:
                cls.__init__ = _no_protocol
        else:
            cls._is_protocol = False

    def __class_getitem__(cls, parameters):
        return __native_alias(cls, parameters)

def _no_protocol(self, *args, **named):
    cls = type(self)
    if cls.__dict__.get("_is_protocol"):
        raise TypeError("Protocols cannot be instantiated")
    super(_protocol_of(cls), self).__init__(*args, **named)

def _protocol_of(cls):
    for base in cls.__mro__:
        if base.__dict__.get("__init__") is _no_protocol:
            return base

def runtime_checkable(cls):
    if not cls.__dict__.get("_is_protocol"):
        raise TypeError(f"@runtime_checkable can be only applied to protocol classes, got {cls!r}")
    cls._is_runtime_protocol = True
    return cls

class SupportsInt(Protocol):
    def __int__(self): ...

class SupportsFloat(Protocol):
    def __float__(self): ...

class SupportsIndex(Protocol):
    def __index__(self): ...

class SupportsAbs(Protocol):
    def __abs__(self): ...

class SupportsRound(Protocol):
    def __round__(self, ndigits=0): ...

class _NamedTupleType(type):
    def __call__(cls, *args, **named):
        return _functional_tuple(*args, **named)

class NamedTuple(metaclass=_NamedTupleType):
    def __class_replaced__(cls, name, bases, namespace):
        annotations = namespace.pop("__annotations__", {})
        names, defaults = [], {}
        for field in annotations:
            if field.startswith("_"):
                raise ValueError(f"Field names cannot start with an underscore: {field!r}")
            names.append(field)
            if field in namespace:
                defaults[field] = namespace.pop(field)
            elif defaults:
                before = list(defaults)
                raise TypeError(f"Non-default namedtuple field {field} cannot follow default field{'s' if len(before) > 1 else ''} {', '.join(before)}")
        namespace["__annotations__"] = annotations
        for taken in ("__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults", "_make", "_replace", "_asdict", "_source"):
            if taken in namespace:
                raise AttributeError(f"Cannot overwrite NamedTuple attribute {taken}")
        rest = tuple([base for base in bases if base is not NamedTuple])
        return _named_class(name, tuple(names), defaults, namespace.get("__module__", "__main__"), namespace, rest)

def _functional_tuple(typename, fields=None, /, **named):
    pairs = list(named.items() if fields is None else fields)
    return _named_class(typename, tuple([name for name, _ in pairs]), {}, "__main__", {"__annotations__": dict(pairs)}, ())

class TypedDict(dict):
    def __init_subclass__(cls, *, total=True):
        cls.__total__ = total
        known = {}
        for base in cls.__mro__[-1:0:-1]:
            if base is not dict and base is not object:
                known.update(base.__dict__.get("__annotations__", {}))
        known.update(cls.__dict__.get("__annotations__", {}))
        cls.__annotations__ = known
        cls.__required_keys__ = frozenset(known if total else ())
        cls.__optional_keys__ = frozenset(() if total else known)

    def __new__(cls, *args, **named):
        if cls is TypedDict:
            return type(args[0], (TypedDict,), {"__annotations__": dict(args[1]), "__module__": "__main__"})
        return dict(*args, **named)

def cast(typ, val):
    return val

def overload(func):
    def refused(*args, **named):
        raise NotImplementedError(
            "You should not call an overloaded function. A series of @overload-decorated functions outside a stub "
            "module should always be followed by an implementation that is not @overload-ed.")
    return refused

def final(f):
    return f

def no_type_check(arg):
    return arg

def reveal_type(obj, /):
    return obj

def assert_type(val, typ, /):
    return val

def assert_never(arg, /):
    raise AssertionError(f"Expected code to be unreachable, but got: {arg!r}")

def NewType(name, tp):
    return _NewType(name, tp)

class _NewType:
    def __init__(self, name, tp):
        self.__name__ = self.__qualname__ = name
        self.__supertype__ = tp
        self.__module__ = "__main__"

    def __call__(self, x, /):
        return x

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    known = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            known.update(base.__dict__.get("__annotations__", {}))
    else:
        known.update(obj.__annotations__)
    return {name: type(None) if value is None else value for name, value in known.items()}

def get_origin(tp):
    if isinstance(tp, _Subscribed):
        return Annotated if isinstance(tp, _Annotated) else tp.__origin__
    return getattr(tp, "__origin__", None)

def get_args(tp):
    return getattr(tp, "__args__", ())

def is_typeddict(tp):
    return isinstance(tp, type) and issubclass(tp, TypedDict) and tp is not TypedDict
