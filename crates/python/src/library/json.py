# json: texts of JSON from values and back.

class JSONDecodeError(ValueError):
    def __init__(self, msg, doc, pos):
        lineno = doc.count("\n", 0, pos) + 1
        colno = pos - doc.rfind("\n", 0, pos)
        ValueError.__init__(self, f"{msg}: line {lineno} column {colno} (char {pos})")
        self.msg, self.doc, self.pos, self.lineno, self.colno = msg, doc, pos, lineno, colno

class JSONEncoder:
    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, default=None):
        self.skipkeys, self.ensure_ascii, self.check_circular = skipkeys, ensure_ascii, check_circular
        self.allow_nan, self.sort_keys, self.indent = allow_nan, sort_keys, indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        indent = self.indent
        if indent is not None and not isinstance(indent, str):
            indent = " " * indent
        pieces = []
        self._write(o, pieces, indent, "\n", [])
        return "".join(pieces)

    def iterencode(self, o):
        yield self.encode(o)

    def _write(self, o, pieces, indent, line, open):
        if o is None or o is True or o is False or isinstance(o, (str, int, float)):
            pieces.append(__native_json_atom(o, self.ensure_ascii, self.allow_nan))
        elif isinstance(o, (list, tuple)):
            if not o:
                pieces.append("[]")
                return
            self._enter(o, open)
            inner = line if indent is None else line + indent
            between = "[" if indent is None else "[" + inner
            for item in o:
                pieces.append(between)
                self._write(item, pieces, indent, inner, open)
                between = self.item_separator if indent is None else self.item_separator + inner
            pieces.append("]" if indent is None else line + "]")
            open.pop()
        elif isinstance(o, dict):
            if not o:
                pieces.append("{}")
                return
            self._enter(o, open)
            inner = line if indent is None else line + indent
            between = "{" if indent is None else "{" + inner
            items = sorted(o.items()) if self.sort_keys else o.items()
            written = False
            for key, value in items:
                if isinstance(key, str):
                    pass
                elif isinstance(key, float) or key is None or key is True or key is False or isinstance(key, int):
                    key = __native_json_atom(key, True, self.allow_nan)
                elif self.skipkeys:
                    continue
                else:
                    raise TypeError(f"keys must be str, int, float, bool or None, not {key.__class__.__name__}")
                pieces.append(between)
                pieces.append(__native_json_atom(str(key), self.ensure_ascii, True))
                pieces.append(self.key_separator)
                self._write(value, pieces, indent, inner, open)
                between = self.item_separator if indent is None else self.item_separator + inner
                written = True
            if not written:
                pieces.append("{")
                pieces.append("}")
            else:
                pieces.append("}" if indent is None else line + "}")
            open.pop()
        else:
            self._enter(o, open)
            self._write(self.default(o), pieces, indent, line, open)
            open.pop()

    def _enter(self, o, open):
        if self.check_circular:
            for other in open:
                if other is o:
                    raise ValueError("Circular reference detected")
        open.append(o)

class JSONDecoder:
    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True,
                 object_pairs_hook=None):
        self.object_hook, self.object_pairs_hook = object_hook, object_pairs_hook
        self.parse_float, self.parse_int, self.parse_constant = parse_float, parse_int, parse_constant

    def decode(self, s):
        if self.parse_float is not None or self.parse_int is not None or self.parse_constant is not None:
            raise NotImplementedError("parse_float, parse_int and parse_constant are not here")
        hooked = self.object_hook is not None or self.object_pairs_hook is not None
        value, message, at = __native_json_parse(s, hooked)
        if message is not None:
            raise JSONDecodeError(message, s, at)
        return self._hooked(value) if hooked else value

    def _hooked(self, value):
        # An object is a tuple of its pairs here.
        if isinstance(value, list):
            return [self._hooked(item) for item in value]
        if isinstance(value, tuple):
            pairs = [(key, self._hooked(item)) for key, item in value]
            if self.object_pairs_hook is not None:
                return self.object_pairs_hook(pairs)
            return self.object_hook(dict(pairs))
        return value

def dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None,
          separators=None, default=None, sort_keys=False, **kw):
    made = (JSONEncoder if cls is None else cls)(
        skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular, allow_nan=allow_nan, indent=indent,
        separators=separators, default=default, sort_keys=sort_keys, **kw)
    return made.encode(obj)

def dump(obj, fp, **named):
    fp.write(dumps(obj, **named))

def loads(s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None,
          object_pairs_hook=None, **kw):
    if isinstance(s, (bytes, bytearray)):
        s = s.decode("utf-8")
    elif not isinstance(s, str):
        raise TypeError(f"the JSON object must be str, bytes or bytearray, not {s.__class__.__name__}")
    made = (JSONDecoder if cls is None else cls)(
        object_hook=object_hook, parse_float=parse_float, parse_int=parse_int, parse_constant=parse_constant,
        object_pairs_hook=object_pairs_hook, **kw)
    return made.decode(s)

def load(fp, **named):
    return loads(fp.read(), **named)
