# io: texts and bytes that behave like files. There are no other files here.

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2

class UnsupportedOperation(OSError, ValueError):
    pass

class IOBase:
    closed = False

    def close(self):
        self.closed = True

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *details):
        self.close()

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def flush(self):
        self._check()

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def isatty(self):
        return False

    def fileno(self):
        raise UnsupportedOperation("fileno")

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readlines(self, hint=-1):
        return list(self)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

class _Buffer(IOBase):
    # What was only appended is kept in pieces, and joined when somebody looks.
    def _begin(self, value, empty):
        self._empty = empty
        self._whole = value
        self._pieces = []
        self._at = 0
        self._length = len(value)

    def _all(self):
        if self._pieces:
            self._whole = self._empty.join([self._whole, *self._pieces])
            self._pieces = []
        return self._whole

    def _put(self, data):
        if self._at == self._length:
            self._pieces.append(data)
            self._length += len(data)
        else:
            whole = self._all()
            if self._at > len(whole):
                whole += self._gap(self._at - len(whole))
            self._whole = whole[:self._at] + data + whole[self._at + len(data):]
            self._length = len(self._whole)
        self._at += len(data)
        return len(data)

    def getvalue(self):
        self._check()
        return self._all()

    def tell(self):
        self._check()
        return self._at

    def seek(self, pos, whence=0):
        self._check()
        if whence == 0:
            if pos < 0:
                raise ValueError(f"Negative seek position {pos}" if isinstance(self, StringIO) else f"negative seek value {pos}")
            self._at = pos
        elif whence == 2:
            self._at = self._length + pos
        else:
            self._at += pos
        return self._at

    def truncate(self, size=None):
        self._check()
        size = self._at if size is None else size
        self._whole = self._all()[:size]
        self._length = len(self._whole)
        return size

    def read(self, size=-1):
        self._check()
        whole = self._all()
        end = len(whole) if size is None or size < 0 else self._at + size
        data = whole[self._at:end]
        self._at = max(self._at, min(end, len(whole)))
        return data

    def readline(self, size=-1):
        self._check()
        whole = self._all()
        end = whole.find(self._newline, self._at)
        end = len(whole) if end < 0 else end + 1
        if size is not None and size >= 0:
            end = min(end, self._at + size)
        line = whole[self._at:end]
        self._at = max(self._at, end)
        return line

class StringIO(_Buffer):
    _newline = "\n"

    def __init__(self, initial_value="", newline="\n"):
        if initial_value is None:
            initial_value = ""
        if not isinstance(initial_value, str):
            raise TypeError(f"initial_value must be str or None, not {type(initial_value).__name__}")
        self._begin(initial_value, "")

    def _gap(self, count):
        return "\0" * count

    def write(self, s):
        self._check()
        if not isinstance(s, str):
            raise TypeError(f"string argument expected, got {type(s).__name__!r}")
        return self._put(s)

class BytesIO(_Buffer):
    _newline = b"\n"

    def __init__(self, initial_bytes=b""):
        self._begin(bytes(initial_bytes), b"")

    def _gap(self, count):
        return bytes(count)

    def write(self, b):
        self._check()
        if isinstance(b, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        return self._put(bytes(b))

    def getbuffer(self):
        return bytearray(self.getvalue())

class TextIOBase(IOBase):
    pass
