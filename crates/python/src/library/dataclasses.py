# Classes of data: methods made from annotated fields.

from _calls import arranged as _arranged
import copy as _copy

class _MISSING_TYPE:
    pass

MISSING = _MISSING_TYPE()

class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return "<factory>"

_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()

class _KW_ONLY_TYPE:
    pass

KW_ONLY = _KW_ONLY_TYPE()

class FrozenInstanceError(AttributeError):
    pass

class InitVar:
    def __init__(self, type):
        self.type = type

    def __repr__(self):
        name = self.type.__name__ if isinstance(self.type, type) else repr(self.type)
        return f"dataclasses.InitVar[{name}]"

    def __class_getitem__(cls, type):
        return InitVar(type)

class _Kind:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name

_FIELD = _Kind("_FIELD")
_FIELD_CLASSVAR = _Kind("_FIELD_CLASSVAR")
_FIELD_INITVAR = _Kind("_FIELD_INITVAR")

class Field:
    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = {} if metadata is None else metadata
        self.kw_only = kw_only
        self._field_type = None

    def __repr__(self):
        return (f"Field(name={self.name!r},type={self.type!r},default={self.default!r},"
                f"default_factory={self.default_factory!r},init={self.init!r},repr={self.repr!r},hash={self.hash!r},"
                f"compare={self.compare!r},metadata=mappingproxy({self.metadata!r}),kw_only={self.kw_only!r},"
                f"_field_type={self._field_type})")

def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
          kw_only=MISSING):
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)

class _Params:
    def __init__(self, init, repr, eq, order, unsafe_hash, frozen):
        self.init, self.repr, self.eq, self.order, self.unsafe_hash, self.frozen = init, repr, eq, order, unsafe_hash, frozen

def _is_class_var(annotation):
    if isinstance(annotation, str):
        return annotation.startswith(("ClassVar", "typing.ClassVar"))
    return getattr(annotation, "_is_class_var", False)

def _is_init_var(annotation):
    if isinstance(annotation, str):
        return annotation.startswith(("InitVar", "dataclasses.InitVar"))
    return annotation is InitVar or isinstance(annotation, InitVar)

def _is_kw_only(annotation):
    if isinstance(annotation, str):
        return annotation in ("KW_ONLY", "dataclasses.KW_ONLY", "_")  and annotation != "_"
    return annotation is KW_ONLY

def _own_field(cls, own, name, type, kw_only):
    default = own.get(name, MISSING)
    made = default if isinstance(default, Field) else field(default=default)
    made.name, made.type = name, type
    made._field_type = _FIELD_CLASSVAR if _is_class_var(type) else _FIELD_INITVAR if _is_init_var(type) else _FIELD
    if made._field_type is not _FIELD and made.default_factory is not MISSING:
        raise TypeError(f"field {name} cannot have a default factory")
    if made._field_type is _FIELD_CLASSVAR:
        if made.kw_only is not MISSING:
            raise TypeError(f"field {name} is a ClassVar but specifies kw_only")
    elif made.kw_only is MISSING:
        made.kw_only = kw_only
    if made._field_type is _FIELD and made.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {made.default.__class__} for field {name} is not allowed: use default_factory")
    return made

def _set_new(cls, name, function):
    function.__qualname__ = f"{cls.__qualname__}.{name}"
    function.__name__ = name
    function.__module__ = cls.__module__
    setattr(cls, name, function)

def _make_init(cls, fields, has_post_init, frozen):
    qualname = f"{cls.__qualname__}.__init__"
    used = [f for f in fields.values() if f.init and f._field_type is not _FIELD_CLASSVAR]
    names = tuple([f.name for f in used if not f.kw_only])
    named_only = tuple([f.name for f in used if f.kw_only])
    order = names + named_only
    defaults = {}
    seen_default = False
    for f in used:
        if f.default is not MISSING:
            defaults[f.name] = f.default
        elif f.default_factory is not MISSING:
            defaults[f.name] = _HAS_DEFAULT_FACTORY
        if f.kw_only:
            continue
        if f.name in defaults:
            seen_default = True
        elif seen_default:
            raise TypeError(f"non-default argument {f.name!r} follows default argument")
    count = len(names)
    factories = {f.name: f.default_factory for f in used if f.default_factory is not MISSING}
    # Fields that are no parameters, and get what they are by default; one with a default has it as a class's attribute.
    made_beside = [(f.name, f.default_factory) for f in fields.values()
                   if not f.init and f._field_type is _FIELD and f.default_factory is not MISSING]
    init_vars = [f.name for f in used if f._field_type is _FIELD_INITVAR]
    put = object.__setattr__ if frozen else setattr
    plain = not init_vars and not made_beside and not named_only
    # Factories run in the order of the fields, whatever was given.
    def values_of(args, named):
        values = _arranged(qualname, names, defaults, args, named, named_only)
        return values

    def __init__(self, /, *args, **named):
        if plain and not named and len(args) == count:
            if frozen:
                for name, value in zip(order, args):
                    put(self, name, value)
            else:
                __native_set_fields(self, order, args)
            if has_post_init:
                self.__post_init__()
            return
        given = dict(zip(order, values_of(args, named)))
        for f in fields.values():
            name = f.name
            if f._field_type is _FIELD_CLASSVAR:
                continue
            if f.init:
                value = given[name]
                if value is _HAS_DEFAULT_FACTORY:
                    value = given[name] = factories[name]()
                if f._field_type is _FIELD:
                    put(self, name, value)
            elif f.default_factory is not MISSING:
                put(self, name, f.default_factory())
        if has_post_init:
            self.__post_init__(*[given[name] for name in init_vars])
    return __init__

_open = []

def _make_repr(names):
    def __repr__(self):
        for other in _open:
            if other is self:
                return "..."
        _open.append(self)
        try:
            return self.__class__.__qualname__ + "(" + ", ".join([f"{name}={getattr(self, name)!r}" for name in names]) + ")"
        finally:
            _open.pop()
    return __repr__

def _values(object, names):
    return tuple([getattr(object, name) for name in names])

def _make_eq(names):
    def __eq__(self, other):
        if other.__class__ is self.__class__:
            return _values(self, names) == _values(other, names)
        return NotImplemented
    return __eq__

def _make_order(names):
    def __lt__(self, other):
        if other.__class__ is self.__class__:
            return _values(self, names) < _values(other, names)
        return NotImplemented
    def __le__(self, other):
        if other.__class__ is self.__class__:
            return _values(self, names) <= _values(other, names)
        return NotImplemented
    def __gt__(self, other):
        if other.__class__ is self.__class__:
            return _values(self, names) > _values(other, names)
        return NotImplemented
    def __ge__(self, other):
        if other.__class__ is self.__class__:
            return _values(self, names) >= _values(other, names)
        return NotImplemented
    return {"__lt__": __lt__, "__le__": __le__, "__gt__": __gt__, "__ge__": __ge__}

def _make_hash(names):
    def __hash__(self):
        return hash(_values(self, names))
    return __hash__

def _freeze(cls, names):
    def __setattr__(self, name, value):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)
    def __delattr__(self, name):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)
    for name, function in (("__setattr__", __setattr__), ("__delattr__", __delattr__)):
        if name in cls.__dict__:
            raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}")
        _set_new(cls, name, function)

def _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots):
    fields = {}
    any_frozen, has_bases = False, False
    for base in cls.__mro__[-1:0:-1]:
        inherited = base.__dict__.get("__dataclass_fields__")
        if inherited is not None:
            has_bases = True
            fields.update(inherited)
            if base.__dataclass_params__.frozen:
                any_frozen = True
    own = cls.__dict__
    annotations = own.get("__annotations__", {})
    only, own_fields = kw_only, []
    for name, annotation in annotations.items():
        if _is_kw_only(annotation):
            if only and not kw_only:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            only = True
            continue
        own_fields.append(_own_field(cls, own, name, annotation, only))
    for f in own_fields:
        fields[f.name] = f
        if isinstance(own.get(f.name), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in own.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    if has_bases:
        if any_frozen and not frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if not any_frozen and frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    own_hash = own.get("__hash__", MISSING)
    says_hash = not (own_hash is MISSING or own_hash is None and "__eq__" in own)
    if order and not eq:
        raise ValueError("eq must be true if order is true")
    cls.__dataclass_fields__ = fields
    cls.__dataclass_params__ = _Params(init, repr, eq, order, unsafe_hash, frozen)
    if init:
        _set_new(cls, "__init__", _make_init(cls, fields, hasattr(cls, "__post_init__"), frozen))
    real = [f for f in fields.values() if f._field_type is _FIELD]
    if repr and "__repr__" not in own:
        _set_new(cls, "__repr__", _make_repr(tuple([f.name for f in real if f.repr])))
    compared = tuple([f.name for f in real if f.compare])
    if eq and "__eq__" not in own:
        _set_new(cls, "__eq__", _make_eq(compared))
    if order:
        for name, function in _make_order(compared).items():
            if name in own:
                raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}. Consider using functools.total_ordering")
            _set_new(cls, name, function)
    if frozen:
        _freeze(cls, tuple([f.name for f in real]))
    hashed = tuple([f.name for f in real if (f.compare if f.hash is None else f.hash)])
    if unsafe_hash:
        if says_hash:
            raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
        _set_new(cls, "__hash__", _make_hash(hashed))
    elif eq and frozen and not says_hash:
        _set_new(cls, "__hash__", _make_hash(hashed))
    elif eq and not says_hash:
        cls.__hash__ = None
    if match_args and "__match_args__" not in own:
        cls.__match_args__ = tuple([f.name for f in fields.values() if f.init and not f.kw_only and f._field_type is not _FIELD_CLASSVAR])
    if slots:
        cls = _with_slots(cls, tuple([f.name for f in real]))
    return cls

def _with_slots(cls, names):
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    inherited = set()
    for base in cls.__mro__[1:-1]:
        inherited.update(base.__dict__.get("__slots__", ()))
    namespace = {name: value for name, value in cls.__dict__.items() if name not in names}
    namespace["__slots__"] = tuple([name for name in names if name not in inherited])
    namespace["__qualname__"] = cls.__qualname__
    namespace["__module__"] = cls.__module__
    return type(cls.__name__, cls.__bases__, namespace)

def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
              match_args=True, kw_only=False, slots=False, weakref_slot=False):
    def wrap(cls):
        return _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots)
    return wrap if cls is None else wrap(cls)

def fields(class_or_instance):
    try:
        known = class_or_instance.__dataclass_fields__
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple([f for f in known.values() if f._field_type is _FIELD])

def is_dataclass(obj):
    cls = obj if isinstance(obj, type) else type(obj)
    return hasattr(cls, "__dataclass_fields__")

def _is_instance(obj):
    return not isinstance(obj, type) and hasattr(type(obj), "__dataclass_fields__")

def asdict(obj, *, dict_factory=dict):
    if not _is_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _inner(obj, lambda pairs: dict_factory(pairs), True)

def astuple(obj, *, tuple_factory=tuple):
    if not _is_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _inner(obj, tuple_factory, False)

def _inner(obj, factory, named):
    if _is_instance(obj):
        pairs = [(f.name, _inner(getattr(obj, f.name), factory, named)) for f in fields(obj)]
        return factory(pairs) if named else factory([value for _, value in pairs])
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_inner(item, factory, named) for item in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)([_inner(item, factory, named) for item in obj])
    if isinstance(obj, dict):
        return type(obj)([(_inner(key, factory, named), _inner(value, factory, named)) for key, value in obj.items()])
    return _copy.deepcopy(obj)

def replace(obj, /, **changes):
    if not _is_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    for f in obj.__dataclass_fields__.values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise ValueError(f"field {f.name} is declared with init=False, it cannot be specified with replace()")
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise ValueError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(obj, f.name)
    return obj.__class__(**changes)

def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **options):
    namespace = dict(namespace or {})
    annotations = {}
    for item in fields:
        if isinstance(item, str):
            name, type_ = item, "typing.Any"
        elif len(item) == 2:
            name, type_ = item
        else:
            name, type_, namespace[item[0]] = item
        annotations[name] = type_
    namespace["__annotations__"] = annotations
    return dataclass(type(cls_name, bases, namespace), **options)
