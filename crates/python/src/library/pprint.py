# pprint: values over several lines, where one is too short.

import sys as _sys

class PrettyPrinter:
    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._indent, self._width, self._depth, self._stream = indent, width, depth, stream
        self._compact, self._sort, self._underscore = compact, sort_dicts, underscore_numbers

    def pprint(self, object):
        (_sys.stdout if self._stream is None else self._stream).write(self.pformat(object) + "\n")

    def pformat(self, object):
        pieces = []
        self._format(object, pieces, 0, 0, [], 0)
        return "".join(pieces)

    def isreadable(self, object):
        return True

    def _repr(self, value, open, level):
        kind = type(value)
        if kind is int and self._underscore:
            return f"{value:_d}"
        if kind is dict:
            if not value:
                return "{}"
            if self._depth and level >= self._depth:
                return "{...}"
            if any([other is value for other in open]):
                return repr(value)
            open.append(value)
            items = self._sorted(value.items()) if self._sort else value.items()
            text = "{" + ", ".join([self._repr(key, open, level + 1) + ": " + self._repr(item, open, level + 1) for key, item in items]) + "}"
            open.pop()
            return text
        if kind is list or kind is tuple:
            left, right = ("[", "]") if kind is list else ("(", ",)" if len(value) == 1 else ")")
            if not value:
                return left + right
            if self._depth and level >= self._depth:
                return left + "..." + right
            if any([other is value for other in open]):
                return f"<Recursion on {kind.__name__} with id={id(value)}>"
            open.append(value)
            text = left + ", ".join([self._repr(item, open, level + 1) for item in value]) + right
            open.pop()
            return text
        return repr(value)

    def _sorted(self, items):
        try:
            return sorted(items)
        except TypeError:
            return sorted(items, key=lambda pair: (str(type(pair[0])), id(pair[0])))

    def _format(self, value, pieces, indent, allowance, open, level):
        text = self._repr(value, open, level)
        if len(text) > self._width - indent - allowance:
            kind = type(value)
            if any([other is value for other in open]):
                pieces.append(text)
                return
            level += 1
            if self._depth and level > self._depth:
                pieces.append(text)
                return
            open.append(value)
            if kind is dict and value:
                self._dict(value, pieces, indent, allowance + 1, open, level)
            elif kind is list and value:
                self._sequence(value, "[", "]", pieces, indent, allowance, open, level)
            elif kind is tuple and value:
                self._sequence(value, "(", ",)" if len(value) == 1 else ")", pieces, indent, allowance, open, level)
            elif kind in (set, frozenset) and value:
                left, right = ("{", "}") if kind is set else ("frozenset({", "})")
                inner = indent + (0 if kind is set else len("frozenset("))
                try:
                    items = sorted(value)
                except TypeError:
                    items = list(value)
                self._sequence(items, left, right, pieces, inner, allowance, open, level)
            elif kind is str:
                self._text(value, pieces, indent, allowance, level)
            elif hasattr(kind, "__dataclass_fields__"):
                self._dataclass(value, pieces, indent, allowance, open, level)
            else:
                pieces.append(text)
            open.pop()
            return
        pieces.append(text)

    def _dict(self, value, pieces, indent, allowance, open, level):
        pieces.append("{")
        if self._indent > 1:
            pieces.append((self._indent - 1) * " ")
        items = list(self._sorted(value.items()) if self._sort else value.items())
        indent += self._indent
        for at, (key, item) in enumerate(items):
            last = at == len(items) - 1
            shown = self._repr(key, open, level)
            pieces.append(shown + ": ")
            self._format(item, pieces, indent + len(shown) + 2, allowance if last else 1, open, level)
            if not last:
                pieces.append(",\n" + " " * indent)
        pieces.append("}")

    def _sequence(self, items, left, right, pieces, indent, allowance, open, level):
        pieces.append(left)
        if self._indent > 1:
            pieces.append((self._indent - 1) * " ")
        indent += self._indent
        allowance += len(right)
        between = ",\n" + " " * indent
        delimiter = ""
        width = room = self._width - indent + 1
        items = list(items)
        for at, item in enumerate(items):
            last = at == len(items) - 1
            if last:
                room -= allowance
                width -= allowance
            if self._compact:
                shown = self._repr(item, open, level)
                size = len(shown) + 2
                if width < size:
                    width = room
                    if delimiter:
                        delimiter = between
                if width >= size:
                    width -= size
                    pieces.append(delimiter)
                    delimiter = ", "
                    pieces.append(shown)
                    continue
            pieces.append(delimiter)
            delimiter = between
            self._format(item, pieces, indent, allowance if last else 1, open, level)
        pieces.append(right)

    def _text(self, value, pieces, indent, allowance, level):
        chunks = []
        lines = value.splitlines(True)
        if level == 1:
            indent += 1
            allowance += 1
        room = most = self._width - indent
        shown = ""
        for at, line in enumerate(lines):
            shown = repr(line)
            if at == len(lines) - 1:
                most -= allowance
            if len(shown) <= most:
                chunks.append(shown)
            else:
                parts = _words(line)
                current = ""
                for place, part in enumerate(parts):
                    candidate = current + part
                    if place == len(parts) - 1 and at == len(lines) - 1:
                        room -= allowance
                    if len(repr(candidate)) > room:
                        if current:
                            chunks.append(repr(current))
                        current = part
                    else:
                        current = candidate
                if current:
                    chunks.append(repr(current))
        if len(chunks) == 1:
            pieces.append(shown)
            return
        if level == 1:
            pieces.append("(")
        pieces.append(("\n" + " " * indent).join(chunks))
        if level == 1:
            pieces.append(")")

    def _dataclass(self, value, pieces, indent, allowance, open, level):
        name = value.__class__.__name__
        indent += len(name) + 1
        pieces.append(name + "(")
        shown = [f.name for f in value.__dataclass_fields__.values() if f.repr]
        for at, field in enumerate(shown):
            last = at == len(shown) - 1
            pieces.append(field + "=")
            self._format(getattr(value, field), pieces, indent + len(field) + 1, allowance if last else 1, open, level)
            if not last:
                pieces.append(",\n" + " " * indent)
        pieces.append(")")

def _words(line):
    # Each word with the spaces behind it.
    parts, begin, at = [], 0, 0
    while at < len(line):
        while at < len(line) and not line[at].isspace():
            at += 1
        while at < len(line) and line[at].isspace():
            at += 1
        parts.append(line[begin:at])
        begin = at
    return parts

def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts, underscore_numbers=underscore_numbers).pprint(object)

def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts, underscore_numbers=underscore_numbers).pformat(object)

def pp(object, *args, sort_dicts=False, **named):
    pprint(object, *args, sort_dicts=sort_dicts, **named)

def saferepr(object):
    return PrettyPrinter()._repr(object, [], 0)
