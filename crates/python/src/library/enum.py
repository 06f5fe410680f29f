# Enumerations: a class whose attributes are its only instances.

class _Later:
    # What `auto()` stands for, and what is computed of it before its value is known.
    def __init__(self, compute):
        self._compute = compute
        self._known = None

    def _value(self, next_value):
        if self._known is None:
            self._known = self._compute(next_value)
        return self._known

    def __or__(self, other):
        return _Later(lambda next_value: self._value(next_value) | _settled(other, next_value))

    def __ror__(self, other):
        return _Later(lambda next_value: _settled(other, next_value) | self._value(next_value))

    def __and__(self, other):
        return _Later(lambda next_value: self._value(next_value) & _settled(other, next_value))

    def __xor__(self, other):
        return _Later(lambda next_value: self._value(next_value) ^ _settled(other, next_value))

    def __add__(self, other):
        return _Later(lambda next_value: self._value(next_value) + _settled(other, next_value))

def _settled(value, next_value):
    return value._value(next_value) if isinstance(value, _Later) else value

class auto(_Later):
    def __init__(self):
        _Later.__init__(self, lambda next_value: next_value())

class nonmember:
    def __init__(self, value):
        self.value = value

class member:
    def __init__(self, value):
        self.value = value

def _members(cls):
    return cls._member_map_

class EnumType(type):
    def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1, boundary=None):
        if names is None:
            return _found(cls, value)
        return _functional(cls, value, names, start)

    def __iter__(cls):
        return iter([_members(cls)[name] for name in cls._member_names_])

    def __reversed__(cls):
        return iter([_members(cls)[name] for name in reversed(cls._member_names_)])

    def __len__(cls):
        return len(cls._member_names_)

    def __bool__(cls):
        return True

    def __contains__(cls, value):
        if not isinstance(value, Enum):
            raise TypeError(f"unsupported operand type(s) for 'in': '{type(value).__qualname__}' and '{cls.__class__.__qualname__}'")
        return isinstance(value, cls) and value._name_ in _members(cls) or isinstance(value, cls) and isinstance(value, Flag)

    def __getitem__(cls, name):
        return _members(cls)[name]

    def __getattr__(cls, name):
        raise AttributeError(name) from None

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"cannot reassign member {name!r}")
        type.__setattr__(cls, name, value)

    def __delattr__(cls, name):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"{cls.__name__!r} cannot delete member {name!r}.")
        type.__delattr__(cls, name)

    def __repr__(cls):
        return f"<flag {cls.__name__!r}>" if issubclass(cls, Flag) else f"<enum {cls.__name__!r}>"

    @property
    def __members__(cls):
        return dict(_members(cls))

EnumMeta = EnumType

def _found(cls, value):
    if isinstance(value, cls) and type(value) is cls:
        return value
    try:
        found = cls._value2member_map_.get(value)
        if found is not None:
            return found
    except TypeError:
        for one in _members(cls).values():
            if one._value_ == value:
                return one
    try:
        made = cls._missing_(value)
    except Exception as error:
        error.__context__ = ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        raise
    if isinstance(made, cls):
        return made
    if made is None:
        raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
    raise TypeError(f"error in {cls.__name__}._missing_: returned {made!r} instead of None or a valid member")

def _functional(cls, name, names, start):
    if isinstance(names, str):
        names = names.replace(",", " ").split()
    namespace = {}
    made, before = [], []
    pairs = names.items() if isinstance(names, dict) else names
    for item in pairs:
        if isinstance(item, str):
            value = cls._generate_next_value_(item, start, len(before), list(before))
            before.append(value)
            namespace[item] = value
        else:
            namespace[item[0]] = item[1]
    return __native_class(name, (cls,), namespace)

def _is_dunder(name):
    return len(name) > 4 and name.startswith("__") and name.endswith("__")

def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == "_" and name[1] != "_" and name[-2] != "_"

def _is_private(cls_name, name):
    start = f"_{cls_name.lstrip('_')}__"
    return name.startswith(start)

_DESCRIPTORS = (type(lambda: 0), property, classmethod, staticmethod)

def _is_member(cls_name, name, value):
    if isinstance(value, member):
        return True
    if isinstance(value, (nonmember, _DESCRIPTORS)) or _is_dunder(name) or _is_sunder(name) or _is_private(cls_name, name):
        return False
    return True

class Enum(metaclass=EnumType):
    def __init_subclass__(cls, *, boundary=None, **more):
        super().__init_subclass__(**more)
        own = cls.__dict__
        for base in cls.__mro__[1:]:
            if base.__dict__.get("_member_map_") and base is not Enum:
                raise TypeError(f"<enum {cls.__name__!r}> cannot extend {base!r}")
        ignored = own.get("_ignore_", ())
        if isinstance(ignored, str):
            ignored = ignored.replace(",", " ").split()
        data = _data_type(cls)
        type.__setattr__(cls, "_member_names_", [])
        type.__setattr__(cls, "_member_map_", {})
        type.__setattr__(cls, "_value2member_map_", {})
        type.__setattr__(cls, "_member_type_", data)
        before = []
        count = 0
        for name, value in own.items():
            if name in ignored:
                type.__delattr__(cls, name)
                continue
            if isinstance(value, nonmember):
                type.__setattr__(cls, name, value.value)
                continue
            if not _is_member(cls.__name__, name, value):
                continue
            if isinstance(value, member):
                value = value.value
            value = _auto_values(cls, name, value, before)
            _add(cls, data, name, value)
            before.append(_members(cls)[name]._value_)
        _data_repr(cls, data, own)

    def __new__(cls, value):
        return _found(cls, value)

    def __init__(self, *args):
        pass

    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        try:
            return sorted(last_values)[-1] + 1
        except TypeError:
            raise TypeError("unable to sort non-numeric values") from None

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        return f"<{self.__class__.__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        return f"{self.__class__.__name__}.{self._name_}"

    def __format__(self, format_spec):
        return format(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __dir__(self):
        return []

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce_ex__(self, proto):
        return (self.__class__, (self._value_,))

    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_

def _auto_values(cls, name, value, before):
    def next_value():
        generate = cls._generate_next_value_
        return generate(name, 1, len(cls._member_names_), list(before))
    if isinstance(value, _Later):
        return value._value(next_value)
    if isinstance(value, tuple) and any([isinstance(item, _Later) for item in value]):
        return tuple([_settled(item, next_value) for item in value])
    return value

def _data_type(cls):
    for base in cls.__mro__[1:]:
        if base in (int, str, float, bytes, tuple, bool):
            return base
    return object

def _own_new(cls):
    for base in cls.__mro__:
        if base is Enum or base is object:
            return None
        made = base.__dict__.get("__new_member__") or base.__dict__.get("__new__")
        if made is not None and base not in (IntEnum, StrEnum, Flag, IntFlag, ReprEnum):
            return made.__func__ if isinstance(made, staticmethod) else made
        if base is StrEnum:
            return _new_str
    return None

def _new_str(cls, *values):
    if len(values) > 3:
        raise TypeError(f"too many arguments for str(): {values!r}")
    if len(values) == 1 and not isinstance(values[0], str):
        raise TypeError(f"{values[0]!r} is not a string")
    text = str(*values)
    made = __native_derived(cls, text)
    made._value_ = text
    return made

def _add(cls, data, name, value):
    args = value if isinstance(value, tuple) else (value,)
    if data is tuple:
        args = (args,)
    new = _own_new(cls)
    if new is not None:
        made = new(cls, *args)
        if not hasattr(made, "_value_"):
            made._value_ = value if data is object else data(*args)
    elif data is object:
        made = object.__new__(cls)
        made._value_ = value
    else:
        plain = data(*args)
        made = __native_derived(cls, plain)
        made._value_ = plain
    value = made._value_
    known = None
    for one in _members(cls).values():
        if one._value_ == value:
            known = one
            break
    if known is not None:
        _members(cls)[name] = known
        type.__setattr__(cls, name, known)
        return
    made._name_ = name
    made.__objclass__ = cls
    made._sort_order_ = len(cls._member_names_)
    init = cls.__init__
    init(made, *args)
    is_alias = issubclass(cls, Flag) and isinstance(value, int) and (value == 0 or value & (value - 1) != 0)
    if not is_alias:
        cls._member_names_.append(name)
    _members(cls)[name] = made
    type.__setattr__(cls, name, made)
    try:
        cls._value2member_map_[value] = made
    except TypeError:
        pass

def _data_repr(cls, data, own):
    # A class that mixes in another keeps that one's words for its values.
    if "__new__" in own:
        type.__setattr__(cls, "__new_member__", own["__new__"])

class ReprEnum(Enum):
    pass

class IntEnum(int, ReprEnum):
    def __str__(self):
        return int.__repr__(self._value_)

    def __format__(self, format_spec):
        return format(self._value_, format_spec)

    def __hash__(self):
        return hash(self._value_)

class StrEnum(str, ReprEnum):
    def __str__(self):
        return self._value_

    def __format__(self, format_spec):
        return format(self._value_, format_spec)

    def __hash__(self):
        return hash(self._value_)

    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

STRICT, CONFORM, EJECT, KEEP = "strict", "conform", "eject", "keep"

class Flag(Enum):
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return 1
        highest = max(last_values)
        return 1 << highest.bit_length()

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        every = 0
        for one in _members(cls).values():
            every |= one._value_
        if value < 0:
            full = (1 << every.bit_length()) - 1
            value = every & (full + 1 + value) if not issubclass(cls, int) else value & full
        elif value & ~every and not issubclass(cls, int):
            raise ValueError(
                f"<flag {cls.__name__!r}> invalid value {value!r}\n"
                f"    given {_binary(value, every)}\n"
                f"  allowed {_binary(every, every)}")
        known = cls._value2member_map_.get(value)
        if known is not None:
            return known
        made = __native_derived(cls, value) if issubclass(cls, int) else object.__new__(cls)
        made._value_ = value
        names = [one._name_ for one in cls if one._value_ & value]
        rest = value & ~every
        if rest:
            names.append(str(rest))
        made._name_ = "|".join(names) if names else None
        made.__objclass__ = cls
        cls._value2member_map_[value] = made
        return made

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError(f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and {self.__class__.__qualname__!r}")
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        return iter([one for one in type(self) if one._value_ & self._value_])

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        if self._name_ is None:
            return f"<{self.__class__.__name__}: {self._value_!r}>"
        return f"<{self.__class__.__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        if self._name_ is None:
            return f"{self.__class__.__name__}({self._value_!r})"
        return f"{self.__class__.__name__}.{self._name_}"

    def __bool__(self):
        return bool(self._value_)

    def __hash__(self):
        return hash(self._value_)

    def __or__(self, other):
        value = _other(self, other)
        return NotImplemented if value is None else _found(type(self), self._value_ | value)

    def __and__(self, other):
        value = _other(self, other)
        return NotImplemented if value is None else _found(type(self), self._value_ & value)

    def __xor__(self, other):
        value = _other(self, other)
        return NotImplemented if value is None else _found(type(self), self._value_ ^ value)

    def __invert__(self):
        every = 0
        for one in _members(type(self)).values():
            every |= one._value_
        return _found(type(self), every & ~self._value_)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

def _other(flag, other):
    if isinstance(other, type(flag)):
        return other._value_
    if isinstance(flag, int) and isinstance(other, int):
        return other + 0
    return None

def _binary(value, every):
    width = max(value.bit_length(), every.bit_length())
    return "0b0 " + bin(value)[2:].rjust(width, "0")

class IntFlag(int, ReprEnum, Flag):
    __or__ = __ror__ = Flag.__or__
    __and__ = __rand__ = Flag.__and__
    __xor__ = __rxor__ = Flag.__xor__
    __invert__ = Flag.__invert__

    def __str__(self):
        return int.__repr__(self._value_)

    def __format__(self, format_spec):
        return format(self._value_, format_spec)

    def __hash__(self):
        return hash(self._value_)

def unique(enumeration):
    doubles = []
    for name, one in enumeration.__members__.items():
        if name != one.name:
            doubles.append((name, one.name))
    if doubles:
        words = ", ".join([f"{alias} -> {name}" for alias, name in doubles])
        raise ValueError(f"duplicate values found in {enumeration!r}: {words}")
    return enumeration

def verify(*checks):
    def check(enumeration):
        return unique(enumeration) if UNIQUE in checks else enumeration
    return check

UNIQUE = "one name per value"
