# traceback: what would be printed if nobody caught the exception.

import sys as _sys

def _of(exc, value):
    if isinstance(exc, BaseException):
        return exc
    return value

def format_exception(exc, /, value=None, tb=None, limit=None, chain=True):
    text = __native_format_exception(_of(exc, value), bool(chain))
    return [line + "\n" for line in text.split("\n")[:-1]]

def format_exc(limit=None, chain=True):
    value = _sys.exc_info()[1]
    return "NoneType: None\n" if value is None else __native_format_exception(value, bool(chain))

def print_exc(limit=None, file=None, chain=True):
    (_sys.stderr if file is None else file).write(format_exc(limit, chain))

def print_exception(exc, /, value=None, tb=None, limit=None, file=None, chain=True):
    (_sys.stderr if file is None else file).write(__native_format_exception(_of(exc, value), bool(chain)))

def format_exception_only(exc, /, value=None):
    exc = _of(exc, value)
    text = __native_format_exception(exc, False)
    lines = text.split("\n")[:-1]
    # What comes behind the last line of a frame.
    at = 0
    for place, line in enumerate(lines):
        if line.startswith(("Traceback (most", "  File ", "    ")):
            at = place + 1
    return [line + "\n" for line in lines[at:]]

def print_last(limit=None, file=None, chain=True):
    raise ValueError("no last exception")

class TracebackException:
    def __init__(self, exc_type, exc_value, exc_traceback=None, **named):
        self.exc_type = exc_type
        self._value = exc_value

    @classmethod
    def from_exception(cls, exc, **named):
        return cls(type(exc), exc, exc.__traceback__)

    def format(self, *, chain=True):
        return iter(format_exception(self._value, chain=chain))

    def format_exception_only(self):
        return iter(format_exception_only(self._value))

    def __str__(self):
        return str(self._value)
