# textwrap: paragraphs of a width, and their indentation.

def _chunks(text, on_hyphens):
    chunks, at = [], 0
    while at < len(text):
        end = at
        if text[at].isspace():
            while end < len(text) and text[end].isspace():
                end += 1
            chunks.append(text[at:end])
        else:
            while end < len(text) and not text[end].isspace():
                end += 1
            word = text[at:end]
            chunks.extend(_pieces(word) if on_hyphens else [word])
        at = end
    return chunks

def _pieces(word):
    # Behind a hyphen between letters, and around a dash, a line may end.
    pieces, begin, at = [], 0, 0
    while at < len(word):
        if word[at] == "-":
            end = at
            while end < len(word) and word[end] == "-":
                end += 1
            if end - at >= 2 and at > 0 and end < len(word) and (word[at - 1].isalnum() or word[at - 1] in "_!\"'&.,?") and (word[end].isalnum() or word[end] == "_"):
                if at > begin:
                    pieces.append(word[begin:at])
                pieces.append(word[at:end])
                begin = end
            elif end - at == 1 and at - begin >= 2 and _letter(word[at - 1]) and _letter(word[at - 2]) and end + 1 < len(word) and _letter(word[end]) and (_letter(word[end + 1]) or word[end + 1] == "-"):
                pieces.append(word[begin:end])
                begin = end
            at = end
        else:
            at += 1
    if begin < len(word):
        pieces.append(word[begin:])
    return pieces

def _letter(c):
    return c.isalpha() or c == "_"

class TextWrapper:
    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True,
                 tabsize=8, *, max_lines=None, placeholder=" [...]"):
        self.width, self.initial_indent, self.subsequent_indent = width, initial_indent, subsequent_indent
        self.expand_tabs, self.replace_whitespace, self.tabsize = expand_tabs, replace_whitespace, tabsize
        self.break_long_words, self.drop_whitespace, self.break_on_hyphens = break_long_words, drop_whitespace, break_on_hyphens
        self.max_lines, self.placeholder = max_lines, placeholder
        if fix_sentence_endings:
            raise NotImplementedError("fix_sentence_endings is not here")

    def wrap(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            for c in "\t\n\x0b\x0c\r":
                text = text.replace(c, " ")
        chunks = _chunks(text, self.break_on_hyphens)
        return self._wrapped(chunks)

    def _wrapped(self, chunks):
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        lines = []
        chunks = chunks[::-1]
        while chunks:
            line, length = [], 0
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and chunks[-1].strip() == "" and lines:
                chunks.pop()
            while chunks:
                size = len(chunks[-1])
                if length + size > width:
                    break
                line.append(chunks.pop())
                length += size
            if chunks and len(chunks[-1]) > width:
                self._long(chunks, line, length, width)
                length = sum([len(chunk) for chunk in line])
            if self.drop_whitespace and line and line[-1].strip() == "":
                length -= len(line[-1])
                line.pop()
            if line:
                if (self.max_lines is None or len(lines) + 1 < self.max_lines
                        or (not chunks or self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip()) and length <= width):
                    lines.append(indent + "".join(line))
                else:
                    while line:
                        if line[-1].strip() and length + len(self.placeholder) <= width:
                            line.append(self.placeholder)
                            lines.append(indent + "".join(line))
                            break
                        length -= len(line[-1])
                        line.pop()
                    else:
                        if lines:
                            last = lines[-1].rstrip()
                            if len(last) + len(self.placeholder) <= self.width:
                                lines[-1] = last + self.placeholder
                                break
                        lines.append(indent + self.placeholder.lstrip())
                    break
        return lines

    def _long(self, chunks, line, length, width):
        room = 1 if width < 1 else width - length
        if self.break_long_words:
            chunk = chunks[-1]
            end = room
            if self.break_on_hyphens and len(chunk) > room:
                hyphen = chunk.rfind("-", 0, room)
                if hyphen > 0 and any([c != "-" for c in chunk[:hyphen]]):
                    end = hyphen + 1
            line.append(chunk[:end])
            chunks[-1] = chunk[end:]
        elif not line:
            line.append(chunks.pop())

    def fill(self, text):
        return "\n".join(self.wrap(text))

def wrap(text, width=70, **named):
    return TextWrapper(width, **named).wrap(text)

def fill(text, width=70, **named):
    return TextWrapper(width, **named).fill(text)

def shorten(text, width, **named):
    return TextWrapper(width, max_lines=1, **named).fill(" ".join(text.strip().split()))

def dedent(text):
    margin = None
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if line.strip(" \t") == "":
            lines[at] = ""
            continue
        indent = line[:len(line) - len(line.lstrip(" \t"))]
        if margin is None:
            margin = indent
            continue
        length = 0
        while length < len(margin) and length < len(indent) and margin[length] == indent[length]:
            length += 1
        margin = margin[:length]
    if margin:
        lines = [line[len(margin):] if line.startswith(margin) else line for line in lines]
    return "\n".join(lines)

def indent(text, prefix, predicate=None):
    if predicate is None:
        predicate = lambda line: line.strip()
    return "".join([prefix + line if predicate(line) else line for line in text.splitlines(True)])
