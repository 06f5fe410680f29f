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
