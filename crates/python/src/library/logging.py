# logging: who logs, who handles, and how a line looks.

import sys as _sys
import time as _time
import traceback as _traceback

CRITICAL = FATAL = 50
ERROR = 40
WARNING = WARN = 30
INFO = 20
DEBUG = 10
NOTSET = 0

raiseExceptions = True

_names = {50: "CRITICAL", 40: "ERROR", 30: "WARNING", 20: "INFO", 10: "DEBUG", 0: "NOTSET"}
_levels = {"CRITICAL": 50, "FATAL": 50, "ERROR": 40, "WARN": 30, "WARNING": 30, "INFO": 20, "DEBUG": 10, "NOTSET": 0}
_begun = _time.time()

def getLevelName(level):
    if level in _names:
        return _names[level]
    if level in _levels:
        return _levels[level]
    return f"Level {level}"

def getLevelNamesMapping():
    return dict(_levels)

def addLevelName(level, levelName):
    _names[level] = levelName
    _levels[levelName] = level

def _level(level):
    if isinstance(level, int):
        return level
    if isinstance(level, str):
        if level not in _levels:
            raise ValueError(f"Unknown level: {level!r}")
        return _levels[level]
    raise TypeError(f"Level not an integer or a valid string: {level!r}")

class LogRecord:
    def __init__(self, name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None, **kwargs):
        now = _time.time()
        self.name, self.msg = name, msg
        if args and len(args) == 1 and isinstance(args[0], dict) and args[0]:
            args = args[0]
        self.args = args
        self.levelname, self.levelno = getLevelName(level), level
        self.pathname = self.filename = pathname
        self.module = "program"
        self.exc_info, self.exc_text, self.stack_info = exc_info, None, sinfo
        self.lineno, self.funcName = lineno, func
        self.created, self.msecs = now, int((now - int(now)) * 1000) + 0.0
        self.relativeCreated = (now - _begun) * 1000
        thread = __native_current()
        self.thread, self.threadName = (0, "MainThread") if thread is None else (id(thread), thread.name)
        self.process, self.processName = 1, "MainProcess"

    def getMessage(self):
        text = str(self.msg)
        return text % self.args if self.args else text

    def __repr__(self):
        return f'<LogRecord: {self.name}, {self.levelno}, {self.pathname}, {self.lineno}, "{self.msg}">'

class Formatter:
    default_time_format = "%Y-%m-%d %H:%M:%S"
    default_msec_format = "%s,%03d"
    converter = _time.localtime

    def __init__(self, fmt=None, datefmt=None, style="%", validate=True, *, defaults=None):
        if style not in ("%", "{", "$"):
            raise ValueError("Style must be one of: %,{,$")
        if fmt is None:
            fmt = {"%": "%(message)s", "{": "{message}", "$": "${message}"}[style]
        self._fmt, self.datefmt, self._style, self._defaults = fmt, datefmt, style, defaults

    def usesTime(self):
        return {"%": "%(asctime)", "{": "{asctime", "$": "${asctime}"}[self._style] in self._fmt

    def formatTime(self, record, datefmt=None):
        moment = _time.localtime(record.created)
        if datefmt:
            return _time.strftime(datefmt, moment)
        return self.default_msec_format % (_time.strftime(self.default_time_format, moment), record.msecs)

    def formatException(self, ei):
        return __native_format_exception(ei[1]).rstrip("\n")

    def formatStack(self, stack_info):
        return stack_info

    def formatMessage(self, record):
        values = dict(self._defaults or {})
        values.update(record.__dict__)
        try:
            if self._style == "%":
                return self._fmt % values
            if self._style == "{":
                return self._fmt.format(**values)
            import string
            return string.Template(self._fmt).substitute(values)
        except KeyError as error:
            raise ValueError(f"Formatting field not found in record: {error}") from None

    def format(self, record):
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        text = self.formatMessage(record)
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            if text[-1:] != "\n":
                text += "\n"
            text += record.exc_text
        return text

_default_formatter = Formatter()

class Filter:
    def __init__(self, name=""):
        self.name = name

    def filter(self, record):
        return self.name == "" or record.name == self.name or record.name.startswith(self.name + ".")

class Filterer:
    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        if filter not in self.filters:
            self.filters.append(filter)

    def removeFilter(self, filter):
        if filter in self.filters:
            self.filters.remove(filter)

    def filter(self, record):
        for one in self.filters:
            if not (one.filter(record) if hasattr(one, "filter") else one(record)):
                return False
        return True

class Handler(Filterer):
    def __init__(self, level=NOTSET):
        Filterer.__init__(self)
        self.level, self.formatter, self._name = _level(level), None, None

    def get_name(self):
        return self._name

    def set_name(self, name):
        self._name = name

    name = property(get_name, set_name)

    def setLevel(self, level):
        self.level = _level(level)

    def setFormatter(self, fmt):
        self.formatter = fmt

    def format(self, record):
        return (self.formatter or _default_formatter).format(record)

    def emit(self, record):
        raise NotImplementedError("emit must be implemented by Handler subclasses")

    def handle(self, record):
        passed = self.filter(record)
        if passed:
            self.emit(record)
        return passed

    def flush(self):
        pass

    def close(self):
        pass

    def acquire(self):
        pass

    def release(self):
        pass

    def handleError(self, record):
        pass

    def __repr__(self):
        return f"<{self.__class__.__name__} ({getLevelName(self.level)})>"

class StreamHandler(Handler):
    terminator = "\n"

    def __init__(self, stream=None):
        Handler.__init__(self)
        self.stream = _sys.stderr if stream is None else stream

    def emit(self, record):
        self.stream.write(self.format(record) + self.terminator)

    def setStream(self, stream):
        before, self.stream = self.stream, stream
        return before

    def __repr__(self):
        return f"<{self.__class__.__name__} {getattr(self.stream, 'name', '')} ({getLevelName(self.level)})>"

class NullHandler(Handler):
    def handle(self, record):
        pass

    def emit(self, record):
        pass

class Logger(Filterer):
    def __init__(self, name, level=NOTSET):
        Filterer.__init__(self)
        self.name, self.level, self.parent, self.propagate = name, _level(level), None, True
        self.handlers, self.disabled = [], False

    def setLevel(self, level):
        self.level = _level(level)

    def getEffectiveLevel(self):
        logger = self
        while logger:
            if logger.level:
                return logger.level
            logger = logger.parent
        return NOTSET

    def isEnabledFor(self, level):
        return not self.disabled and _disabled < level and level >= self.getEffectiveLevel()

    def getChild(self, suffix):
        return getLogger(suffix if self is root else f"{self.name}.{suffix}")

    def debug(self, msg, *args, **named):
        if self.isEnabledFor(DEBUG):
            self._log(DEBUG, msg, args, **named)

    def info(self, msg, *args, **named):
        if self.isEnabledFor(INFO):
            self._log(INFO, msg, args, **named)

    def warning(self, msg, *args, **named):
        if self.isEnabledFor(WARNING):
            self._log(WARNING, msg, args, **named)

    warn = warning

    def error(self, msg, *args, **named):
        if self.isEnabledFor(ERROR):
            self._log(ERROR, msg, args, **named)

    def exception(self, msg, *args, exc_info=True, **named):
        self.error(msg, *args, exc_info=exc_info, **named)

    def critical(self, msg, *args, **named):
        if self.isEnabledFor(CRITICAL):
            self._log(CRITICAL, msg, args, **named)

    fatal = critical

    def log(self, level, msg, *args, **named):
        if not isinstance(level, int):
            raise TypeError("level must be an integer")
        if self.isEnabledFor(level):
            self._log(level, msg, args, **named)

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        if exc_info:
            if isinstance(exc_info, BaseException):
                exc_info = (type(exc_info), exc_info, exc_info.__traceback__)
            elif not isinstance(exc_info, tuple):
                exc_info = _sys.exc_info()
        line, function, _ = __native_caller(stacklevel)
        record = LogRecord(self.name, level, "program.py", line, msg, args, exc_info, function)
        if extra is not None:
            for key, value in extra.items():
                if key in ("message", "asctime") or key in record.__dict__:
                    raise KeyError(f"Attempt to overwrite {key!r} in LogRecord")
                setattr(record, key, value)
        self.handle(record)

    def makeRecord(self, name, level, fn, lno, msg, args, exc_info, func=None, extra=None, sinfo=None):
        return LogRecord(name, level, fn, lno, msg, args, exc_info, func, sinfo)

    def handle(self, record):
        if not self.disabled and self.filter(record):
            self.callHandlers(record)

    def addHandler(self, hdlr):
        if hdlr not in self.handlers:
            self.handlers.append(hdlr)

    def removeHandler(self, hdlr):
        if hdlr in self.handlers:
            self.handlers.remove(hdlr)

    def hasHandlers(self):
        logger = self
        while logger:
            if logger.handlers:
                return True
            if not logger.propagate:
                return False
            logger = logger.parent
        return False

    def callHandlers(self, record):
        logger, found = self, 0
        while logger:
            for handler in logger.handlers:
                found += 1
                if record.levelno >= handler.level:
                    handler.handle(record)
            if not logger.propagate:
                break
            logger = logger.parent
        if found == 0 and lastResort is not None and record.levelno >= lastResort.level:
            lastResort.handle(record)

    def __repr__(self):
        return f"<{self.__class__.__name__} {self.name} ({getLevelName(self.getEffectiveLevel())})>"

class RootLogger(Logger):
    def __init__(self, level):
        Logger.__init__(self, "root", level)

root = RootLogger(WARNING)
_loggers = {}
_disabled = 0
lastResort = StreamHandler()
lastResort.level = WARNING

class LoggerAdapter:
    def __init__(self, logger, extra=None):
        self.logger, self.extra = logger, extra

    def process(self, msg, kwargs):
        kwargs["extra"] = self.extra
        return msg, kwargs

    def log(self, level, msg, *args, **named):
        if self.logger.isEnabledFor(level):
            msg, named = self.process(msg, named)
            self.logger.log(level, msg, *args, **named)

    def debug(self, msg, *args, **named):
        self.log(DEBUG, msg, *args, **named)

    def info(self, msg, *args, **named):
        self.log(INFO, msg, *args, **named)

    def warning(self, msg, *args, **named):
        self.log(WARNING, msg, *args, **named)

    def error(self, msg, *args, **named):
        self.log(ERROR, msg, *args, **named)

    def exception(self, msg, *args, exc_info=True, **named):
        self.log(ERROR, msg, *args, exc_info=exc_info, **named)

    def critical(self, msg, *args, **named):
        self.log(CRITICAL, msg, *args, **named)

def getLogger(name=None):
    if not name or name == "root":
        return root
    known = _loggers.get(name)
    if known is None:
        known = _loggers[name] = Logger(name)
        for other in _loggers.values():
            _set_parent(other)
    return known

def _set_parent(logger):
    name = logger.name
    while "." in name:
        name = name.rpartition(".")[0]
        if name in _loggers:
            logger.parent = _loggers[name]
            return
    logger.parent = root

def basicConfig(*, filename=None, filemode="a", format="%(levelname)s:%(name)s:%(message)s", datefmt=None, style="%",
                level=None, stream=None, handlers=None, force=False, encoding=None, errors=None):
    if filename is not None:
        raise NotImplementedError("there are no files here to log to")
    if force:
        for handler in list(root.handlers):
            root.removeHandler(handler)
            handler.close()
    if root.handlers:
        return
    if style != "%" and format == "%(levelname)s:%(name)s:%(message)s":
        format = {"{": "{levelname}:{name}:{message}", "$": "${levelname}:${name}:${message}"}[style]
    formatter = Formatter(format, datefmt, style)
    for handler in [StreamHandler(stream)] if handlers is None else handlers:
        if handler.formatter is None:
            handler.setFormatter(formatter)
        root.addHandler(handler)
    if level is not None:
        root.setLevel(level)

def _root():
    if not root.handlers:
        basicConfig()
    return root

def debug(msg, *args, **named):
    _root().debug(msg, *args, **named)

def info(msg, *args, **named):
    _root().info(msg, *args, **named)

def warning(msg, *args, **named):
    _root().warning(msg, *args, **named)

warn = warning

def error(msg, *args, **named):
    _root().error(msg, *args, **named)

def exception(msg, *args, exc_info=True, **named):
    _root().error(msg, *args, exc_info=exc_info, **named)

def critical(msg, *args, **named):
    _root().critical(msg, *args, **named)

fatal = critical

def log(level, msg, *args, **named):
    _root().log(level, msg, *args, **named)

def disable(level=CRITICAL):
    global _disabled
    _disabled = _level(level)

def shutdown():
    pass

def captureWarnings(capture):
    pass
