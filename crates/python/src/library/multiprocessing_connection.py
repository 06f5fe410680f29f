# multiprocessing.connection: the two ends of a pipe. An end that nobody can write to any more is at its end once all
# has been read, so it is counted who could.

import pickle
from time import monotonic

# The ends that are open in this process.
_open = []

class Connection:
    def __init__(self, reads, writes, writers):
        self._reads = reads
        self._writes = writes
        self._writers = writers
        _open.append(self)

    @property
    def closed(self):
        return self._reads is None and self._writes is None

    @property
    def readable(self):
        return self._reads is not None

    @property
    def writable(self):
        return self._writes is not None

    def _check_closed(self):
        if self.closed:
            raise OSError("handle is closed")

    def fileno(self):
        __native_refuse("A connection has no file descriptor here.")

    def _write(self, bytes):
        self._check_closed()
        if self._writes is None:
            raise OSError("connection is read-only")
        __native_send(self._writes, bytes, True, None)

    def _read(self):
        self._check_closed()
        if self._reads is None:
            raise OSError("connection is write-only")
        bytes = __native_queue_get(self._reads, True, None)
        if bytes is NotImplemented:
            raise EOFError
        return bytes

    def send(self, obj):
        self._check_closed()
        self._write(pickle.dumps(obj))

    def recv(self):
        return pickle.loads(self._read())

    def send_bytes(self, buf, offset=0, size=None):
        self._write(bytes(buf[offset:] if size is None else buf[offset:offset + size]))

    def recv_bytes(self, maxlength=None):
        return self._read()

    def poll(self, timeout=0.0):
        self._check_closed()
        if self._reads is None:
            raise OSError("connection is write-only")
        end = None if timeout is None else monotonic() + timeout
        while self._reads.qsize() == 0:
            # At its end there is something to be had, too: that it is.
            if __native_counter_add(self._writers[0], 0) == 0:
                return True
            if end is not None and monotonic() >= end:
                return False
            __native_sleep(0.0005)
        return True

    def close(self):
        if not self.closed:
            _open.remove(self)
            if self._writes is not None and __native_counter_add(self._writers[1], -1) == 1:
                __native_close_channel(self._writes)
            self._reads = self._writes = None

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __eq__(self, other):
        return self is other

    def __hash__(self):
        return id(self)

    def __repr__(self):
        return f"<multiprocessing.connection.Connection object at {id(self):#x}>"

    def __reduce__(self):
        if self._writes is not None:
            __native_counter_add(self._writers[1], 1)
        return _connection, (self._reads, self._writes, self._writers)

def _connection(reads, writes, writers):
    return Connection(reads, writes, writers)

def Pipe(duplex=True):
    there, back = (__native_between(__native_channel(0, True)) for _ in range(2))
    to_there, to_back = (__native_between(__native_counter(1)) for _ in range(2))
    if duplex:
        return Connection(back, there, (to_back, to_there)), Connection(there, back, (to_there, to_back))
    return Connection(there, None, (to_there, None)), Connection(None, there, (None, to_there))

def _about_to_copy():
    for connection in _open:
        if connection._writes is not None:
            __native_counter_add(connection._writers[1], 1)

def _close_all():
    for connection in list(_open):
        connection.close()
