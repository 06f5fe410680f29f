# warnings: said on stderr, each once a place.

import sys as _sys

_filters = []
_said = set()

def simplefilter(action, category=Warning, lineno=0, append=False):
    _filters.insert(len(_filters) if append else 0, (action, "", category))

def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    _filters.insert(len(_filters) if append else 0, (action, message, category))

def resetwarnings():
    _filters.clear()

def _action(text, category):
    for action, message, known in _filters:
        if issubclass(category, known) and (not message or text.lower().startswith(message.lower())):
            return action
    if issubclass(category, (PendingDeprecationWarning, ImportWarning, ResourceWarning)):
        return "ignore"
    return "default"

_catching = []

def warn(message, category=None, stacklevel=1, source=None):
    if isinstance(message, Warning):
        category, text = type(message), str(message)
    else:
        category = UserWarning if category is None else category
        text, message = message, None
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    action = _action(text, category)
    if action == "ignore":
        return
    if action == "error":
        raise (category(text) if message is None else message)
    line, _, source = __native_caller(stacklevel)
    made = WarningMessage(category(text) if message is None else message, category, "program.py", line)
    if _catching and _catching[-1] is not None:
        if action == "always" or (text, category) not in _said:
            _catching[-1].append(made)
            if action != "always":
                _said.add((text, category))
        return
    key = (text, category) if action == "once" else (category,) if action == "module" else (text, category, line)
    if action != "always":
        if key in _said:
            return
        _said.add(key)
    _sys.stderr.write(f"program.py:{line}: {category.__name__}: {text}\n")
    if source:
        _sys.stderr.write(f"  {source}\n")

class WarningMessage:
    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message, self.category, self.filename, self.lineno = message, category, filename, lineno
        self.file, self.line, self.source = file, line, source

class catch_warnings:
    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record, self._action, self._category = record, action, category

    def __enter__(self):
        self._kept = list(_filters)
        if self._action is not None:
            simplefilter(self._action, self._category)
        log = [] if self._record else None
        _catching.append(log if log is not None else (_catching[-1] if _catching else None))
        return log

    def __exit__(self, *details):
        _catching.pop()
        _filters[:] = self._kept
