# Constants of texts, and templates.

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
printable = digits + ascii_letters + punctuation + whitespace

def capwords(s, sep=None):
    return (sep or " ").join(word.capitalize() for word in s.split(sep))

class Template:
    delimiter = "$"

    def __init__(self, template):
        self.template = template

    def _pieces(self):
        # Pairs of a literal part, and what follows it: a name with its text, "$" or nothing.
        text = self.template
        mark = self.delimiter
        at = 0
        while True:
            found = text.find(mark, at)
            if found < 0:
                yield text[at:], None, "", found
                return
            after = found + len(mark)
            if text.startswith(mark, after):
                yield text[at:found], mark, mark + mark, found
                at = after + len(mark)
                continue
            braced = text.startswith("{", after)
            begin = after + 1 if braced else after
            end = begin
            while end < len(text) and _is_part(text[end], end == begin):
                end += 1
            name = text[begin:end]
            if not name or braced and not text.startswith("}", end):
                yield text[at:found], "", mark, found
                at = after
                continue
            stop = end + 1 if braced else end
            yield text[at:found], name, text[found:stop], found
            at = stop

    def _filled(self, mapping, safe):
        parts = []
        for literal, name, written, at in self._pieces():
            parts.append(literal)
            if name is None:
                break
            if name == self.delimiter:
                parts.append(name)
            elif name == "":
                if not safe:
                    self._invalid(at)
                parts.append(written)
            elif safe:
                try:
                    parts.append(str(mapping[name]))
                except KeyError:
                    parts.append(written)
            else:
                parts.append(str(mapping[name]))
        return "".join(parts)

    def _invalid(self, at):
        lines = self.template[:at + len(self.delimiter)].splitlines(keepends=True)
        line = len(lines)
        column = at + len(self.delimiter) - len("".join(lines[:-1]))
        raise ValueError(f"Invalid placeholder in string: line {line}, col {column}")

    def substitute(self, mapping={}, /, **kws):
        return self._filled({**mapping, **kws} if kws else mapping, False)

    def safe_substitute(self, mapping={}, /, **kws):
        return self._filled({**mapping, **kws} if kws else mapping, True)

def _is_part(c, first):
    return c == "_" or c.isascii() and (c.isalpha() if first else c.isalnum())
