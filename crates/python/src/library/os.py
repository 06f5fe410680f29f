# os: what a program may know of where it runs. It is nowhere: there are no files, and no other programs.

import os.path as path

name = "posix"
sep = "/"
linesep = "\n"
curdir, pardir, extsep, pathsep = ".", "..", ".", ":"
environ = {"HOME": "/home/learner", "LANG": "C.UTF-8", "PATH": "/usr/bin", "USER": "learner"}

def cpu_count():
    # None, as Python says it, where nobody knows.
    return __native_cores()

def getpid():
    return __native_pid()

def getppid():
    return __native_ppid()

def _exit(status):
    __native_exit(status)

def fork():
    __native_refuse("`os.fork` is not here: start a `multiprocessing.Process`, which begins as a copy of this one, too.")

def getenv(key, default=None):
    return environ.get(key, default)

def getcwd():
    return "/home/learner"

def fspath(path):
    if isinstance(path, (str, bytes)):
        return path
    raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")

def strerror(code):
    return {1: "Operation not permitted", 2: "No such file or directory", 13: "Permission denied", 17: "File exists"}.get(code, f"Unknown error {code}")
