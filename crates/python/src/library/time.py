# time: the run's own clock, whichever that is.

def sleep(seconds):
    __native_sleep(seconds)

def _now():
    return __native_now()

def perf_counter():
    return _now() / 1e9

def monotonic():
    return _now() / 1e9

def time():
    return 1_700_000_000 + _now() / 1e9

def perf_counter_ns():
    return _now()

def monotonic_ns():
    return _now()

def time_ns():
    return 1_700_000_000_000_000_000 + _now()

def process_time():
    return _now() / 1e9

def thread_time():
    return _now() / 1e9

def process_time_ns():
    return _now()

timezone = altzone = daylight = 0
tzname = ("UTC", "UTC")

_FIELDS = ("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst")

class struct_time(tuple):
    def __new__(cls, sequence):
        items = tuple(sequence)
        if len(items) != 9:
            raise TypeError(f"time.struct_time() takes an at least 9-sequence ({len(items)}-sequence given)")
        return tuple.__new__(cls, items)

    def __repr__(self):
        return "time.struct_time(" + ", ".join([f"{name}={value}" for name, value in zip(_FIELDS, self)]) + ")"

    tm_year = property(lambda self: self[0])
    tm_mon = property(lambda self: self[1])
    tm_mday = property(lambda self: self[2])
    tm_hour = property(lambda self: self[3])
    tm_min = property(lambda self: self[4])
    tm_sec = property(lambda self: self[5])
    tm_wday = property(lambda self: self[6])
    tm_yday = property(lambda self: self[7])
    tm_isdst = property(lambda self: self[8])
    tm_zone = "UTC"
    tm_gmtoff = 0

def gmtime(secs=None):
    return struct_time(__native_moment(int((time() if secs is None else secs) // 1)))

# The zone of the machine is UTC here.
localtime = gmtime

def mktime(t):
    import datetime
    y, mo, d, h, mi, s = tuple(t)[:6]
    return float((datetime.date(y, mo, d).toordinal() - 719163) * 86400 + h * 3600 + mi * 60 + s)

def strftime(format, t=None):
    t = tuple(localtime() if t is None else t)
    return __native_strftime(format, t[0], t[1], t[2], t[3], t[4], t[5])

def asctime(t=None):
    return strftime("%a %b %e %H:%M:%S %Y", localtime() if t is None else t)

def ctime(secs=None):
    return asctime(localtime(secs))
