# contextvars: values that belong to what is under way, not to a place in the program.

class Token:
    MISSING = object()

    def __init__(self, context, var, old):
        self._context = context
        self.var = var
        self.old_value = old
        self._used = False

class ContextVar:
    def __init__(self, name, *, default=Token.MISSING):
        if not isinstance(name, str):
            raise TypeError('context variable name must be a str')
        self.name = name
        self._default = default

    def get(self, default=Token.MISSING):
        data = _here()._data
        if self in data:
            return data[self]
        if default is not Token.MISSING:
            return default
        if self._default is not Token.MISSING:
            return self._default
        raise LookupError(self)

    def set(self, value):
        context = _here()
        token = Token(context, self, context._data.get(self, Token.MISSING))
        # Contexts that were copied from this one keep what they have.
        data = dict(context._data)
        data[self] = value
        context._data = data
        return token

    def reset(self, token):
        if token._used:
            raise RuntimeError(f'{token!r} has already been used once')
        if token.var is not self:
            raise ValueError(f'{token!r} was created by a different ContextVar')
        context = _here()
        if token._context is not context:
            raise ValueError(f'{token!r} was created in a different Context')
        token._used = True
        data = dict(context._data)
        if token.old_value is Token.MISSING:
            del data[self]
        else:
            data[self] = token.old_value
        context._data = data

    def __repr__(self):
        default = '' if self._default is Token.MISSING else f' default={self._default!r}'
        return f'<ContextVar name={self.name!r}{default} at {id(self):#x}>'

    def __class_getitem__(cls, item):
        return cls

class Context:
    def __init__(self):
        self._data = {}
        self._entered = False

    def run(self, callable, *args, **kwargs):
        if self._entered:
            raise RuntimeError(f'cannot enter context: {self!r} is already entered')
        self._entered = True
        before = _here()
        _now[0] = self
        try:
            return callable(*args, **kwargs)
        finally:
            _now[0] = before
            self._entered = False

    def copy(self):
        made = Context()
        made._data = self._data
        return made

    def get(self, var, default=None):
        return self._data.get(var, default)

    def __getitem__(self, var):
        return self._data[var]

    def __contains__(self, var):
        return var in self._data

    def __len__(self):
        return len(self._data)

    def __iter__(self):
        return iter(self._data)

    def keys(self):
        return self._data.keys()

    def values(self):
        return self._data.values()

    def items(self):
        return self._data.items()

# The context that is entered, and the thread it is of: a thread that begins has an empty one.
_now = [Context(), __native_current()]

def _here():
    if _now[1] is not __native_current():
        _now[0], _now[1] = Context(), __native_current()
    return _now[0]

def copy_context():
    return _here().copy()
