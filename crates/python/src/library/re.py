# re: regular expressions.

from enum import IntFlag as _IntFlag

class RegexFlag(_IntFlag):
    NOFLAG = 0
    ASCII = A = 256
    IGNORECASE = I = 2
    LOCALE = L = 4
    UNICODE = U = 32
    MULTILINE = M = 8
    DOTALL = S = 16
    VERBOSE = X = 64
    DEBUG = 128

    def __repr__(self):
        value = self._value_
        names = [f"re.{one}" for one in ("ASCII", "IGNORECASE", "LOCALE", "UNICODE", "MULTILINE", "DOTALL", "VERBOSE", "DEBUG")
                 if value & RegexFlag[one]._value_]
        return "|".join(names) if names else "re.NOFLAG"

    __str__ = object.__str__

NOFLAG = RegexFlag.NOFLAG
A = ASCII = RegexFlag.ASCII
I = IGNORECASE = RegexFlag.IGNORECASE
U = UNICODE = RegexFlag.UNICODE
M = MULTILINE = RegexFlag.MULTILINE
S = DOTALL = RegexFlag.DOTALL
X = VERBOSE = RegexFlag.VERBOSE

class error(Exception):
    def __init__(self, msg, pattern=None, pos=None):
        self.msg, self.pattern, self.pos = msg, pattern, pos
        self.lineno = self.colno = None
        if pattern is not None and pos is not None:
            self.lineno = pattern.count("\n", 0, pos) + 1
            self.colno = pos - pattern.rfind("\n", 0, pos)
            msg = f"{msg} at position {pos}"
            if "\n" in pattern:
                msg = f"{msg} (line {self.lineno}, column {self.colno})"
        Exception.__init__(self, msg)

error.__module__ = "re"

class Match:
    __slots__ = ("re", "string", "pos", "endpos", "_spans", "lastindex")

    def __init__(self, pattern, string, pos, endpos, spans, last):
        self.re, self.string, self.pos, self.endpos, self._spans, self.lastindex = pattern, string, pos, endpos, spans, last

    def _number(self, group):
        if isinstance(group, str):
            if group in self.re.groupindex:
                return self.re.groupindex[group]
        elif isinstance(group, int):
            if 0 <= group < len(self._spans):
                return group
        raise IndexError("no such group")

    def _text(self, number, default=None):
        span = self._spans[number]
        return default if span is None else self.string[span[0]:span[1]]

    def group(self, *groups):
        if not groups:
            return self._text(0)
        if len(groups) == 1:
            return self._text(self._number(groups[0]))
        return tuple([self._text(self._number(group)) for group in groups])

    def __getitem__(self, group):
        return self._text(self._number(group))

    def groups(self, default=None):
        return tuple([self._text(number, default) for number in range(1, len(self._spans))])

    def groupdict(self, default=None):
        return {name: self._text(number, default) for name, number in self.re.groupindex.items()}

    def span(self, group=0):
        span = self._spans[self._number(group)]
        return (-1, -1) if span is None else span

    def start(self, group=0):
        return self.span(group)[0]

    def end(self, group=0):
        return self.span(group)[1]

    @property
    def regs(self):
        return tuple([(-1, -1) if span is None else span for span in self._spans])

    @property
    def lastgroup(self):
        for name, number in self.re.groupindex.items():
            if number == self.lastindex:
                return name
        return None

    def expand(self, template):
        return _filled(__native_re_template(self.re._number, template), self)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __repr__(self):
        return f"<re.Match object; span={self.span()!r}, match={self._text(0)!r}>"

def _parsed(result, pattern):
    # What is wrong comes as words and a place.
    if isinstance(result, tuple) and result and result[0] is None:
        raise error(result[1], pattern, result[2])
    return result

def _filled(template, match):
    parts = _parsed(template, None)
    pieces = []
    for part in parts:
        pieces.append(match._text(part, "") if isinstance(part, int) else part)
    return "".join(pieces)

class Pattern:
    def __init__(self, pattern, flags):
        if not isinstance(pattern, str):
            raise TypeError("first argument must be string or compiled pattern")
        self.pattern = pattern
        self._number, self.flags, self.groups, names = _parsed(__native_re_compile(pattern, int(flags)), pattern)
        self.groupindex = dict(names)

    def _all(self, string, pos=0, endpos=9223372036854775807, most=-1):
        if not isinstance(string, str):
            if isinstance(string, (bytes, bytearray)):
                raise TypeError("cannot use a string pattern on a bytes-like object")
            raise TypeError(f"expected string or bytes-like object, got {type(string).__name__!r}")
        return __native_re_find(self._number, string, pos, endpos, most)

    def _one(self, string, pos, endpos, way):
        if not isinstance(string, str):
            if isinstance(string, (bytes, bytearray)):
                raise TypeError("cannot use a string pattern on a bytes-like object")
            raise TypeError(f"expected string or bytes-like object, got {type(string).__name__!r}")
        found = __native_re_find(self._number, string, pos, endpos, way)
        return None if found is None else Match(self, string, max(pos, 0), min(endpos, len(string)), found[0], found[1])

    def search(self, string, pos=0, endpos=9223372036854775807):
        return self._one(string, pos, endpos, -2)

    def match(self, string, pos=0, endpos=9223372036854775807):
        return self._one(string, pos, endpos, -3)

    def fullmatch(self, string, pos=0, endpos=9223372036854775807):
        return self._one(string, pos, endpos, -4)

    def finditer(self, string, pos=0, endpos=9223372036854775807):
        found = self._all(string, pos, endpos)
        return iter([Match(self, string, pos, min(endpos, len(string)), spans, last) for spans, last in found])

    def findall(self, string, pos=0, endpos=9223372036854775807):
        made = []
        for spans, _ in self._all(string, pos, endpos):
            texts = ["" if span is None else string[span[0]:span[1]] for span in spans]
            made.append(texts[0] if len(texts) == 1 else texts[1] if len(texts) == 2 else tuple(texts[1:]))
        return made

    def split(self, string, maxsplit=0):
        pieces, at = [], 0
        for spans, _ in self._all(string, most=maxsplit if maxsplit > 0 else -1) if maxsplit >= 0 else []:
            begin, end = spans[0]
            pieces.append(string[at:begin])
            for span in spans[1:]:
                pieces.append(None if span is None else string[span[0]:span[1]])
            at = end
        pieces.append(string[at:])
        return pieces

    def subn(self, repl, string, count=0):
        found = self._all(string, most=count if count > 0 else -1) if count >= 0 else []
        parts = None
        if not callable(repl):
            parts = _parsed(__native_re_template(self._number, repl), repl)
        pieces, at = [], 0
        for spans, last in found:
            begin, end = spans[0]
            pieces.append(string[at:begin])
            match = Match(self, string, 0, len(string), spans, last)
            if parts is None:
                text = repl(match)
                if not isinstance(text, str):
                    raise TypeError(f"expected str instance, {type(text).__name__} found")
                pieces.append(text)
            else:
                for part in parts:
                    pieces.append(match._text(part, "") if isinstance(part, int) else part)
            at = end
        pieces.append(string[at:])
        return ("".join(pieces), len(found))

    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]

    def __eq__(self, other):
        if not isinstance(other, Pattern):
            return NotImplemented
        return self.pattern == other.pattern and self.flags == other.flags

    def __hash__(self):
        return hash((self.pattern, self.flags))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __repr__(self):
        text = repr(self.pattern)
        if len(text) > 200:
            text = text[:200]
        flags = self.flags & ~32
        return f"re.compile({text}, {RegexFlag(flags)!r})" if flags else f"re.compile({text})"

_known = {}

def compile(pattern, flags=0):
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    if isinstance(pattern, (bytes, bytearray)):
        raise NotImplementedError("patterns of bytes are not here")
    key = (pattern, int(flags))
    known = _known.get(key)
    if known is None:
        known = _known[key] = Pattern(pattern, flags)
    return known

def search(pattern, string, flags=0):
    return compile(pattern, flags).search(string)

def match(pattern, string, flags=0):
    return compile(pattern, flags).match(string)

def fullmatch(pattern, string, flags=0):
    return compile(pattern, flags).fullmatch(string)

def findall(pattern, string, flags=0):
    return compile(pattern, flags).findall(string)

def finditer(pattern, string, flags=0):
    return compile(pattern, flags).finditer(string)

def split(pattern, string, maxsplit=0, flags=0):
    return compile(pattern, flags).split(string, maxsplit)

def sub(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).sub(repl, string, count)

def subn(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).subn(repl, string, count)

def escape(pattern):
    return __native_re_escape(pattern)

def purge():
    _known.clear()
