try:
    raise ExceptionGroup("g", [ValueError(1), TypeError(2), ValueError(3), ExceptionGroup("n", [KeyError("k"), ValueError(4)])])
except* ValueError as eg: print("V", eg.exceptions, str(eg))
except* (TypeError, KeyError) as eg: print("T", eg.exceptions)
try:
    try: raise ExceptionGroup("g", [OSError("o"), ValueError("v")])
    except* OSError: print("os")
except ExceptionGroup as e: print("left", e.exceptions)
try: raise ValueError("plain")
except* ValueError as eg: print(repr(eg))
g = ExceptionGroup("m", [ValueError(1)]); print(g.message, g.exceptions, g)
m, r = g.split(TypeError); print(m, r)
