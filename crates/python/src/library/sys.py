# sys: what a program asks of its interpreter, as far as there is one.

class _Stream:
    def __init__(self, name, is_err):
        self.name = name
        self._is_err = is_err
        self.encoding = "utf-8"

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        return __native_write(text, self._is_err)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def isatty(self):
        return False

class _Input:
    name = "<stdin>"

    def readline(self):
        try:
            return input() + "\n"
        except EOFError:
            return ""

    def __iter__(self):
        while True:
            line = self.readline()
            if not line:
                return
            yield line

    def read(self):
        return "".join(self)

stdout = __stdout__ = _Stream("<stdout>", False)
stderr = __stderr__ = _Stream("<stderr>", True)
stdin = _Input()
argv = ["program.py"]
maxsize = 9223372036854775807
byteorder = "little"
platform = "linux"
executable = ""
version = "3.11.0 (heddle)"
path = [""]

class _Implementation:
    name = "heddle"

implementation = _Implementation()

class _VersionInfo(tuple):
    major = 3
    minor = 11
    micro = 0
    releaselevel = "final"
    serial = 0

version_info = _VersionInfo((3, 11, 0, "final", 0))

def exit(status=None):
    if status is None:
        raise SystemExit
    raise SystemExit(status)

def getrecursionlimit():
    return __native_recursion_limit()

def intern(string):
    if not isinstance(string, str):
        raise TypeError(f"intern() argument must be str, not {type(string).__name__}")
    return string

def getsizeof(object, default=0):
    raise NotImplementedError("how much memory an object takes is not known here")

def exc_info():
    value = __native_handled()
    return (None, None, None) if value is None else (type(value), value, value.__traceback__)

def exception():
    return __native_handled()

def setrecursionlimit(limit):
    if not isinstance(limit, int):
        raise TypeError(f"'{type(limit).__name__}' object cannot be interpreted as an integer")
    if limit < 1:
        raise ValueError("recursion limit must be greater or equal than 1")
    __native_recursion_limit(limit)

def getswitchinterval():
    return 0.005

def setswitchinterval(interval):
    # Who would believe that it had done something?
    raise NotImplementedError("a program cannot set the switch interval here yet: set it beside the program, under Machine")

maxunicode = 1114111
hexversion = 51056880
api_version = 1013
float_repr_style = "short"
