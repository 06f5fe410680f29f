# datetime: dates, times and spans between them. There is no clock on the wall here: `now()` is the run's own.

import time as _time

MINYEAR, MAXYEAR = 1, 9999
_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NAMES = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

def _leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)

def _days_in(year, month):
    return 29 if month == 2 and _leap(year) else _DAYS[month]

def _before_year(year):
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400

def _ordinal(year, month, day):
    return _before_year(year) + sum([_days_in(year, m) for m in range(1, month)]) + day

def _from_ordinal(n):
    year = n // 366 + 1
    while _before_year(year + 1) < n:
        year += 1
    rest, month = n - _before_year(year), 1
    while rest > _days_in(year, month):
        rest -= _days_in(year, month)
        month += 1
    return year, month, rest

def _check_date(year, month, day):
    for value in (year, month, day):
        if not isinstance(value, int):
            raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _days_in(year, month):
        raise ValueError("day is out of range for month")

def _check_time(hour, minute, second, microsecond):
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59")
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59")
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999")

def _half_even(value):
    return round(value)

class timedelta:
    def __init__(self, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        days = days + weeks * 7
        seconds = seconds + minutes * 60 + hours * 3600
        microseconds = microseconds + milliseconds * 1000
        whole = 0
        fraction = 0.0
        if isinstance(days, float):
            part = int(days)
            fraction += (days - part) * 86400.0
            days = part
        if isinstance(seconds, float):
            part = int(seconds)
            fraction += seconds - part
            seconds = part
        whole = (days * 86400 + seconds) * 1000000
        if isinstance(microseconds, float):
            whole += _half_even(microseconds + fraction * 1e6)
        else:
            whole += microseconds + _half_even(fraction * 1e6)
        self._set(whole)

    def _set(self, micros):
        seconds, self._microseconds = divmod(micros, 1000000)
        self._days, self._seconds = divmod(seconds, 86400)
        if not -999999999 <= self._days <= 999999999:
            raise OverflowError(f"days={self._days}; must have magnitude <= 999999999")

    def _micros(self):
        return (self._days * 86400 + self._seconds) * 1000000 + self._microseconds

    @property
    def days(self):
        return self._days

    @property
    def seconds(self):
        return self._seconds

    @property
    def microseconds(self):
        return self._microseconds

    def total_seconds(self):
        return self._micros() / 10**6

    def __repr__(self):
        parts = []
        if self._days:
            parts.append(f"days={self._days}")
        if self._seconds:
            parts.append(f"seconds={self._seconds}")
        if self._microseconds:
            parts.append(f"microseconds={self._microseconds}")
        return f"datetime.timedelta({', '.join(parts) or '0'})"

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = f"{hours}:{minutes:02d}:{seconds:02d}"
        if self._days:
            text = f"{self._days} day{'' if abs(self._days) == 1 else 's'}, " + text
        if self._microseconds:
            text += f".{self._microseconds:06d}"
        return text

    def __add__(self, other):
        return _span(self._micros() + other._micros()) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        return _span(self._micros() - other._micros()) if isinstance(other, timedelta) else NotImplemented

    def __rsub__(self, other):
        return _span(other._micros() - self._micros()) if isinstance(other, timedelta) else NotImplemented

    def __neg__(self):
        return _span(-self._micros())

    def __pos__(self):
        return self

    def __abs__(self):
        return _span(abs(self._micros()))

    def __mul__(self, other):
        if isinstance(other, int):
            return _span(self._micros() * other)
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return _span(_divided(self._micros() * a, b))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._micros() // other._micros()
        return _span(self._micros() // other) if isinstance(other, int) else NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._micros() / other._micros()
        if isinstance(other, int):
            return _span(_divided(self._micros(), other))
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return _span(_divided(self._micros() * b, a))
        return NotImplemented

    def __mod__(self, other):
        return _span(self._micros() % other._micros()) if isinstance(other, timedelta) else NotImplemented

    def __divmod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        whole, rest = divmod(self._micros(), other._micros())
        return whole, _span(rest)

    def __eq__(self, other):
        return self._micros() == other._micros() if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._micros() < other._micros() if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._micros() <= other._micros() if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._micros() > other._micros() if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._micros() >= other._micros() if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash(self._micros())

    def __bool__(self):
        return self._micros() != 0

def _divided(a, b):
    if b == 0:
        raise ZeroDivisionError("integer division or modulo by zero")
    whole, rest = divmod(a, b)
    rest *= 2
    greater = rest > b if b > 0 else rest < b
    if greater or rest == b and whole % 2 == 1:
        whole += 1
    return whole

def _span(micros):
    made = timedelta()
    made._set(micros)
    return made

timedelta.min = timedelta(-999999999)
timedelta.max = _span((999999999 * 86400 + 86399) * 1000000 + 999999)
timedelta.resolution = timedelta(microseconds=1)

class tzinfo:
    def utcoffset(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def tzname(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def dst(self, dt):
        return None

class timezone(tzinfo):
    def __init__(self, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError(f"timezone() argument 1 must be datetime.timedelta, not {type(offset).__name__}")
        if not timedelta(-1) < offset < timedelta(1):
            raise ValueError(f"offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {offset!r}.")
        self._offset, self._name = offset, name

    def utcoffset(self, dt):
        return self._offset

    def tzname(self, dt):
        if self._name is not None:
            return self._name
        return "UTC" if not self._offset else "UTC" + _offset_text(self._offset)

    def dst(self, dt):
        return None

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __str__(self):
        return self.tzname(None)

    def __repr__(self):
        if self is timezone.utc:
            return "datetime.timezone.utc"
        if self._name is None:
            return f"datetime.timezone({self._offset!r})"
        return f"datetime.timezone({self._offset!r}, {self._name!r})"

timezone.utc = timezone(timedelta(0))
UTC = timezone.utc

def _offset_text(offset, sign=":"):
    micros = offset._micros()
    mark = "-" if micros < 0 else "+"
    minutes, rest = divmod(abs(micros), 60000000)
    hours, minutes = divmod(minutes, 60)
    text = f"{mark}{hours:02d}{sign}{minutes:02d}"
    if rest:
        text += f"{sign}{rest // 1000000:02d}"
    return text

def _formatted(format, of, year, month, day, hour, minute, second, microsecond):
    pieces, at = [], 0
    while at < len(format):
        c = format[at]
        at += 1
        if c != "%" or at == len(format):
            pieces.append(c)
            continue
        c = format[at]
        at += 1
        if c == "f":
            pieces.append(f"{microsecond:06d}")
        elif c == "z":
            offset = of.utcoffset() if hasattr(of, "utcoffset") else None
            pieces.append("" if offset is None else _offset_text(offset, ""))
        elif c == "Z":
            pieces.append((of.tzname() if hasattr(of, "tzname") else None) or "")
        else:
            pieces.append(__native_strftime("%" + c, year, month, day, hour, minute, second))
    return "".join(pieces)

def _numbers(text, *lengths):
    return [int(part) for part in lengths]

class date:
    def __init__(self, year, month=None, day=None):
        if month is None:
            raise TypeError("function missing required argument 'month' (pos 2)")
        if day is None:
            raise TypeError("function missing required argument 'day' (pos 3)")
        _check_date(year, month, day)
        self._year, self._month, self._day = year, month, day

    @property
    def year(self):
        return self._year

    @property
    def month(self):
        return self._month

    @property
    def day(self):
        return self._day

    @classmethod
    def today(cls):
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromtimestamp(cls, timestamp):
        return cls.fromordinal(719163 + int(timestamp // 86400))

    @classmethod
    def fromordinal(cls, n):
        if n < 1:
            raise ValueError("ordinal must be >= 1")
        return cls(*_from_ordinal(n))

    @classmethod
    def fromisoformat(cls, text):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        parts = text.split("-")
        if len(parts) == 1 and len(text) == 8 and text.isdigit():
            parts = [text[:4], text[4:6], text[6:]]
        if len(parts) != 3 or [len(part) for part in parts] != [4, 2, 2] or not all([part.isdigit() for part in parts]):
            raise ValueError(f"Invalid isoformat string: {text!r}")
        return cls(int(parts[0]), int(parts[1]), int(parts[2]))

    def toordinal(self):
        return _ordinal(self._year, self._month, self._day)

    def weekday(self):
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        thursday = self.toordinal() - self.weekday() + 3
        year = _from_ordinal(thursday)[0]
        return (year, (thursday - _ordinal(year, 1, 1)) // 7 + 1, self.isoweekday())

    def timetuple(self):
        return _time.struct_time((self._year, self._month, self._day, 0, 0, 0, self.weekday(), self.toordinal() - _ordinal(self._year, 1, 1) + 1, -1))

    def replace(self, year=None, month=None, day=None):
        return type(self)(self._year if year is None else year, self._month if month is None else month, self._day if day is None else day)

    def isoformat(self):
        return f"{self._year:04d}-{self._month:02d}-{self._day:02d}"

    __str__ = isoformat

    def ctime(self):
        return self.strftime("%a %b %e 00:00:00 %Y")

    def strftime(self, format):
        return _formatted(format, self, self._year, self._month, self._day, 0, 0, 0, 0)

    def __format__(self, format):
        return self.strftime(format) if format else str(self)

    def __repr__(self):
        return f"datetime.date({self._year}, {self._month}, {self._day})"

    def _key(self):
        return (self._year, self._month, self._day)

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, date) and not isinstance(other, datetime) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if isinstance(other, date) and not isinstance(other, datetime) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if isinstance(other, date) and not isinstance(other, datetime) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if isinstance(other, date) and not isinstance(other, datetime) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if isinstance(other, date) and not isinstance(other, datetime) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        n = self.toordinal() + other.days
        if not 1 <= n <= 3652059:
            raise OverflowError("date value out of range")
        return type(self).fromordinal(n)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

class time:
    def __init__(self, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        _check_time(hour, minute, second, microsecond)
        self._hour, self._minute, self._second, self._microsecond, self._tzinfo = hour, minute, second, microsecond, tzinfo

    @property
    def hour(self):
        return self._hour

    @property
    def minute(self):
        return self._minute

    @property
    def second(self):
        return self._second

    @property
    def microsecond(self):
        return self._microsecond

    @property
    def tzinfo(self):
        return self._tzinfo

    @classmethod
    def fromisoformat(cls, text):
        return cls(*_time_parts(text, text)[0:4])

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(None)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def replace(self, hour=None, minute=None, second=None, microsecond=None):
        return time(self._hour if hour is None else hour, self._minute if minute is None else minute,
                    self._second if second is None else second, self._microsecond if microsecond is None else microsecond, self._tzinfo)

    def isoformat(self, timespec="auto"):
        text = _time_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        offset = self.utcoffset()
        return text if offset is None else text + _offset_text(offset)

    def __str__(self):
        return self.isoformat()

    def strftime(self, format):
        return _formatted(format, self, 1900, 1, 1, self._hour, self._minute, self._second, self._microsecond)

    def __format__(self, format):
        return self.strftime(format) if format else str(self)

    def __repr__(self):
        parts = [self._hour, self._minute]
        if self._second or self._microsecond:
            parts.append(self._second)
        if self._microsecond:
            parts.append(self._microsecond)
        text = ", ".join([str(part) for part in parts])
        if self._tzinfo is not None:
            text += f", tzinfo={self._tzinfo!r}"
        return f"datetime.time({text})"

    def _key(self):
        return (self._hour, self._minute, self._second, self._microsecond)

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, time) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if isinstance(other, time) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if isinstance(other, time) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if isinstance(other, time) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if isinstance(other, time) else NotImplemented

    def __hash__(self):
        return hash(self._key())

def _time_text(hour, minute, second, microsecond, timespec):
    if timespec == "auto":
        timespec = "microseconds" if microsecond else "seconds"
    if timespec == "hours":
        return f"{hour:02d}"
    if timespec == "minutes":
        return f"{hour:02d}:{minute:02d}"
    if timespec == "seconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}"
    if timespec == "milliseconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}.{microsecond // 1000:03d}"
    if timespec == "microseconds":
        return f"{hour:02d}:{minute:02d}:{second:02d}.{microsecond:06d}"
    raise ValueError("Unknown timespec value")

def _time_parts(text, whole):
    zone = None
    for sign in "+-":
        at = text.find(sign)
        if at >= 0:
            hours, _, minutes = text[at + 1:].partition(":")
            if not (len(hours) == 2 and hours.isdigit() and (minutes == "" or minutes.isdigit())):
                raise ValueError(f"Invalid isoformat string: {whole!r}")
            offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
            zone = timezone.utc if not offset else timezone(-offset if sign == "-" else offset)
            text = text[:at]
            break
    if text.endswith("Z"):
        zone, text = timezone.utc, text[:-1]
    text, _, fraction = text.replace(",", ".").partition(".")
    parts = text.split(":")
    if not 1 <= len(parts) <= 3 or not all([len(part) == 2 and part.isdigit() for part in parts]) or fraction and not fraction.isdigit():
        raise ValueError(f"Invalid isoformat string: {whole!r}")
    parts = [int(part) for part in parts] + [0, 0]
    return (parts[0], parts[1], parts[2], int((fraction + "000000")[:6]), zone)

class datetime(date):
    def __init__(self, year, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        date.__init__(self, year, month, day)
        _check_time(hour, minute, second, microsecond)
        self._hour, self._minute, self._second, self._microsecond, self._tzinfo = hour, minute, second, microsecond, tzinfo

    @property
    def hour(self):
        return self._hour

    @property
    def minute(self):
        return self._minute

    @property
    def second(self):
        return self._second

    @property
    def microsecond(self):
        return self._microsecond

    @property
    def tzinfo(self):
        return self._tzinfo

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def today(cls):
        return cls.now()

    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        micros = _half_even(timestamp * 1000000)
        moment = cls(1970, 1, 1) + _span(micros)
        if tz is None:
            return moment
        return (moment + tz.utcoffset(None)).replace(tzinfo=tz)

    @classmethod
    def utcfromtimestamp(cls, timestamp):
        return cls.fromtimestamp(timestamp)

    @classmethod
    def fromordinal(cls, n):
        return cls(*_from_ordinal(n))

    @classmethod
    def combine(cls, date, time, tzinfo=None):
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond, tzinfo or time.tzinfo)

    @classmethod
    def fromisoformat(cls, text):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        day = date.fromisoformat(text[:10]) if text[4:5] == "-" and len(text) >= 10 else None
        if day is None:
            raise ValueError(f"Invalid isoformat string: {text!r}")
        if len(text) == 10:
            return cls(day.year, day.month, day.day)
        return cls(day.year, day.month, day.day, *_time_parts(text[11:], text))

    @classmethod
    def strptime(cls, text, format):
        year, month, day, hour, minute, second, micros, zone = _parsed(text, format)
        return cls(year, month, day, hour, minute, second, micros, zone)

    def date(self):
        return date(self._year, self._month, self._day)

    def time(self):
        return time(self._hour, self._minute, self._second, self._microsecond)

    def timetz(self):
        return time(self._hour, self._minute, self._second, self._microsecond, self._tzinfo)

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(self)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def dst(self):
        return None if self._tzinfo is None else self._tzinfo.dst(self)

    def timestamp(self):
        offset = self.utcoffset()
        return (self._absolute() - 719163 * 86400000000 - (offset._micros() if offset else 0)) / 1000000

    def astimezone(self, tz=None):
        offset = self.utcoffset() or timedelta(0)
        tz = timezone.utc if tz is None else tz
        return (self.replace(tzinfo=None) - offset + tz.utcoffset(self)).replace(tzinfo=tz)

    def timetuple(self):
        return _time.struct_time((self._year, self._month, self._day, self._hour, self._minute, self._second, self.weekday(), self.toordinal() - _ordinal(self._year, 1, 1) + 1, -1))

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=0):
        return type(self)(
            self._year if year is None else year, self._month if month is None else month, self._day if day is None else day,
            self._hour if hour is None else hour, self._minute if minute is None else minute,
            self._second if second is None else second, self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo)

    def isoformat(self, sep="T", timespec="auto"):
        text = date.isoformat(self) + sep + _time_text(self._hour, self._minute, self._second, self._microsecond, timespec)
        offset = self.utcoffset()
        return text if offset is None else text + _offset_text(offset)

    def __str__(self):
        return self.isoformat(" ")

    def ctime(self):
        return self.strftime("%a %b %e %H:%M:%S %Y")

    def strftime(self, format):
        return _formatted(format, self, self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond)

    def __repr__(self):
        parts = [self._year, self._month, self._day, self._hour, self._minute]
        if self._second or self._microsecond:
            parts.append(self._second)
        if self._microsecond:
            parts.append(self._microsecond)
        text = ", ".join([str(part) for part in parts])
        if self._tzinfo is not None:
            text += f", tzinfo={self._tzinfo!r}"
        return f"datetime.datetime({text})"

    def _absolute(self):
        return ((self.toordinal() * 24 + self._hour) * 60 + self._minute) * 60000000 + self._second * 1000000 + self._microsecond

    def _compared(self, other):
        mine, its = self.utcoffset(), other.utcoffset()
        if (mine is None) != (its is None):
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return self._absolute() - (mine._micros() if mine else 0) - other._absolute() + (its._micros() if its else 0)

    def __eq__(self, other):
        if not isinstance(other, datetime):
            return NotImplemented
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            return False
        return self._compared(other) == 0

    def __lt__(self, other):
        return self._compared(other) < 0 if isinstance(other, datetime) else _incomparable(self, other)

    def __le__(self, other):
        return self._compared(other) <= 0 if isinstance(other, datetime) else _incomparable(self, other)

    def __gt__(self, other):
        return self._compared(other) > 0 if isinstance(other, datetime) else _incomparable(self, other)

    def __ge__(self, other):
        return self._compared(other) >= 0 if isinstance(other, datetime) else _incomparable(self, other)

    def __hash__(self):
        offset = self.utcoffset()
        return hash(self._absolute() - (offset._micros() if offset else 0))

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        days, rest = divmod(self._absolute() + other._micros(), 86400000000)
        if not 1 <= days <= 3652059:
            raise OverflowError("date value out of range")
        seconds, micros = divmod(rest, 1000000)
        year, month, day = _from_ordinal(days)
        return type(self)(year, month, day, seconds // 3600, seconds // 60 % 60, seconds % 60, micros, self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + -other
        if not isinstance(other, datetime):
            return NotImplemented
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return _span(self._compared(other))

def _incomparable(a, b):
    if isinstance(b, date):
        raise TypeError("can't compare datetime.datetime to datetime.date")
    return NotImplemented

def _number(text, at, most, format, whole):
    end = at
    while end < len(text) and end - at < most and text[end].isdigit():
        end += 1
    if end == at:
        raise ValueError(f"time data {whole!r} does not match format {format!r}")
    return int(text[at:end]), end

_LONG_MONTHS = ("", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_LONG_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

def _named(text, at, names, format):
    best = None
    for number, name in enumerate(names):
        if name and text[at:at + len(name)].lower() == name.lower() and (best is None or len(name) > len(names[best])):
            best = number
    if best is None:
        raise ValueError(f"time data {text!r} does not match format {format!r}")
    return best, at + len(names[best])

def _parsed(text, format):
    year, month, day, hour, minute, second, micros, zone = 1900, 1, 1, 0, 0, 0, 0, None
    afternoon, of_year = None, None
    expanded = format.replace("%D", "%m/%d/%y").replace("%T", "%H:%M:%S").replace("%F", "%Y-%m-%d").replace("%R", "%H:%M")
    at, place = 0, 0
    while place < len(expanded):
        c = expanded[place]
        place += 1
        if c.isspace():
            while at < len(text) and text[at].isspace():
                at += 1
            continue
        if c != "%" or place == len(expanded):
            if text[at:at + 1] != c:
                raise ValueError(f"time data {text!r} does not match format {format!r}")
            at += 1
            continue
        c = expanded[place]
        place += 1
        if c == "Y":
            if not text[at:at + 4].isdigit() or len(text[at:at + 4]) < 4:
                raise ValueError(f"time data {text!r} does not match format {format!r}")
            year, at = int(text[at:at + 4]), at + 4
        elif c == "y":
            year, at = _number(text, at, 2, format, text)
            year += 2000 if year <= 68 else 1900
        elif c == "m":
            month, at = _number(text, at, 2, format, text)
        elif c == "d":
            day, at = _number(text, at, 2, format, text)
        elif c == "H":
            hour, at = _number(text, at, 2, format, text)
        elif c == "I":
            hour, at = _number(text, at, 2, format, text)
            if afternoon is None:
                afternoon = False
        elif c == "M":
            minute, at = _number(text, at, 2, format, text)
        elif c == "S":
            second, at = _number(text, at, 2, format, text)
        elif c == "j":
            of_year, at = _number(text, at, 3, format, text)
        elif c == "f":
            begin = at
            micros, at = _number(text, at, 6, format, text)
            micros *= 10 ** (6 - (at - begin))
        elif c == "p":
            which, at = _named(text, at, ("AM", "PM"), format)
            afternoon = which == 1
        elif c == "b":
            month, at = _named(text, at, _NAMES, format)
        elif c == "B":
            month, at = _named(text, at, _LONG_MONTHS, format)
        elif c == "a":
            _, at = _named(text, at, _WEEK, format)
        elif c == "A":
            _, at = _named(text, at, _LONG_WEEK, format)
        elif c == "z":
            if text[at:at + 1] == "Z":
                zone, at = timezone.utc, at + 1
            else:
                sign = text[at:at + 1]
                digits = text[at + 1:at + 6].replace(":", "")[:4]
                if sign not in ("+", "-") or len(digits) != 4 or not digits.isdigit():
                    raise ValueError(f"time data {text!r} does not match format {format!r}")
                offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
                zone = timezone.utc if not offset else timezone(-offset if sign == "-" else offset)
                at += 6 if text[at + 3:at + 4] == ":" else 5
        elif c == "%":
            if text[at:at + 1] != "%":
                raise ValueError(f"time data {text!r} does not match format {format!r}")
            at += 1
        else:
            raise ValueError(f"{c!r} is a bad directive in format {format!r}")
    if at < len(text):
        raise ValueError(f"unconverted data remains: {text[at:]}")
    if not 1 <= month <= 12 or hour > 23 or minute > 59 or second > 61 or not 1 <= day <= 31:
        raise ValueError(f"time data {text!r} does not match format {format!r}")
    if afternoon is not None:
        hour = hour % 12 + (12 if afternoon else 0)
    if of_year is not None:
        _, month, day = _from_ordinal(_before_year(year) + of_year)
    return year, month, day, hour, minute, second, micros, zone

date.min, date.max, date.resolution = date(1, 1, 1), date(9999, 12, 31), timedelta(1)
datetime.min, datetime.max = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = time.resolution = timedelta(microseconds=1)
time.min, time.max = time(), time(23, 59, 59, 999999)
