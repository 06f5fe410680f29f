# inspect: what something is. Signatures and sources are not here.

def isclass(object):
    return isinstance(object, type)

def isfunction(object):
    return type(object).__name__ == "function"

def ismethod(object):
    return type(object).__name__ == "method"

def isbuiltin(object):
    return type(object).__name__ == "builtin_function_or_method"

def isroutine(object):
    return isfunction(object) or ismethod(object) or isbuiltin(object)

def ismodule(object):
    return type(object).__name__ == "module"

def isgenerator(object):
    return type(object).__name__ == "generator"

def iscoroutine(object):
    return type(object).__name__ == "coroutine"

def isasyncgen(object):
    return type(object).__name__ == "async_generator"

CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED", "CORO_CLOSED"
GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED"

_STAGES = {"new": "CREATED", "running": "RUNNING", "waiting": "SUSPENDED", "over": "CLOSED"}

def getcoroutinestate(coroutine):
    return "CORO_" + _STAGES[__native_stage(coroutine)]

def getgeneratorstate(generator):
    return "GEN_" + _STAGES[__native_stage(generator)]

def isawaitable(object):
    return iscoroutine(object) or hasattr(object, "__await__")

def isgeneratorfunction(obj):
    return __native_function_sort(obj) == "generator"

def iscoroutinefunction(obj):
    return __native_function_sort(obj) == "coroutine"

def isasyncgenfunction(obj):
    return __native_function_sort(obj) == "async generator"

def getdoc(object):
    doc = object.__doc__
    if not isinstance(doc, str):
        return None
    return cleandoc(doc)

def cleandoc(doc):
    lines = doc.expandtabs().split("\n")
    margin = min([len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()], default=0)
    lines = [lines[0].lstrip()] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)

def getmro(cls):
    return cls.__mro__

