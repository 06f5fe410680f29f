# Arguments to parameters, for functions that come into being while a program runs: with CPython's words.

_MISSING = object()

def _listed(names):
    names = [repr(name) for name in names]
    if len(names) < 3:
        return " and ".join(names)
    return ", ".join(names[:-1]) + ", and " + names[-1]

def arranged(function, names, defaults, args, named, by_name_only=()):
    """The values of `names`, then of `by_name_only`, in this order; `self` is not among them."""
    count = len(names)
    if len(args) > count:
        least = count - len([name for name in names if name in defaults])
        takes = f"{count + 1}" if least == count else f"from {least + 1} to {count + 1}"
        plural = "" if count == 0 and least == count else "s"
        raise TypeError(f"{function}() takes {takes} positional argument{plural} but {len(args) + 1} were given")
    values = dict(zip(names, args))
    for name, value in named.items():
        if name in values:
            raise TypeError(f"{function}() got multiple values for argument {name!r}")
        if name not in names and name not in by_name_only:
            raise TypeError(f"{function}() got an unexpected keyword argument {name!r}")
        values[name] = value
    for group, what in ((names, "positional"), (by_name_only, "keyword-only")):
        missing = [name for name in group if name not in values and name not in defaults]
        if missing:
            plural = "" if len(missing) == 1 else "s"
            raise TypeError(f"{function}() missing {len(missing)} required {what} argument{plural}: {_listed(missing)}")
    return [values[name] if name in values else defaults[name] for name in (*names, *by_name_only)]
