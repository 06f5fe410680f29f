# What functions of ours cannot do by themselves, because a method of the program has a say.
# `p_x` stands in for `x`. No frame of these is told of in a traceback.

def p_collect(iterable):
    return [item for item in iterable]

def p_unpack(iterable, count):
    items = []
    for item in iterable:
        if len(items) == count:
            raise ValueError(f"too many values to unpack (expected {count})")
        items.append(item)
    return items

def p_extended(items, iterable):
    items.extend(iterable)
    return items

def p_extend(items, iterable):
    for item in iterable:
        items.append(item)

def p_iterate_items(sequence):
    at = 0
    while True:
        try:
            item = sequence[at]
        except IndexError:
            return
        yield item
        at += 1

def p_hand_on(iterator):
    sent, thrown = None, None
    while True:
        try:
            if thrown is not None:
                throw, thrown = getattr(iterator, "throw", None), None
                if throw is None:
                    raise error
                item = throw(error)
            elif sent is None:
                item = next(iterator)
            else:
                item = iterator.send(sent)
        except StopIteration as stop:
            return stop.value
        try:
            sent = yield item
        except GeneratorExit:
            close = getattr(iterator, "close", None)
            if close is not None:
                close()
            raise
        except BaseException as raised:
            error = thrown = raised

# Asynchronous generators: what they yield lies in a cell, what they wait for does not.

def async_generator_asend(generator, sent):
    return (yield from _drive(generator, sent, None, "anext(): asynchronous generator is already running"))

def async_generator_athrow(generator, error, words):
    return (yield from _drive(generator, None, error, words))

def _drive(generator, sent, thrown, words):
    if __native_claim(generator, True):
        raise RuntimeError(words)
    try:
        while True:
            try:
                if thrown is None:
                    item = __native_go_on(generator, sent)
                else:
                    error, thrown = thrown, None
                    item = __native_throw_into(generator, error)
            except StopIteration:
                raise StopAsyncIteration from None
            if __native_is_cell(item):
                return __native_in_cell(item)
            try:
                sent = yield item
            except BaseException as raised:
                sent, thrown = None, raised
    finally:
        __native_claim(generator, False)

def p_async_generator___anext__(generator):
    return async_generator_asend(generator, None)

def p_async_generator_asend(generator, value):
    return async_generator_asend(generator, value)

def p_async_generator_athrow(generator, kind, value=None, traceback=None):
    error = kind if isinstance(kind, BaseException) else kind() if value is None else value if isinstance(value, BaseException) else kind(value)
    return async_generator_athrow(generator, error, "athrow(): asynchronous generator is already running")

def p_async_generator_aclose(generator):
    return async_generator_aclose(generator)

def async_generator_aclose(generator):
    if __native_stage(generator) in ("new", "over"):
        __native_end(generator)
        return
    try:
        yield from _drive(generator, None, GeneratorExit(), "aclose(): asynchronous generator is already running")
    except (StopAsyncIteration, GeneratorExit):
        return
    raise RuntimeError("async generator ignored GeneratorExit")

def p_coroutine___await__(coroutine):
    return coroutine_wrapper(coroutine)

async def coroutine_wrapper(coroutine):
    return await coroutine

async def p_anext(iterator, default):
    try:
        return await type(iterator).__anext__(iterator)
    except StopAsyncIteration:
        return default

_unawaited = set()

def p_unawaited(coroutine):
    line, _, text = __native_caller(1)
    name = coroutine.__qualname__
    coroutine.close()
    # Said once a place, as warnings are.
    if (name, line) in _unawaited:
        return
    _unawaited.add((name, line))
    __native_complain(f"program.py:{line}: RuntimeWarning: coroutine '{name}' was never awaited\n  {text}\n"
                      "RuntimeWarning: Enable tracemalloc to get the object allocation traceback\n")

def p_iter(function, sentinel):
    def calls():
        while True:
            item = function()
            if item == sentinel:
                return
            yield item
    return calls()

def p_map(function, *iterables):
    if not iterables:
        raise TypeError("map() must have at least two arguments.")
    if len(iterables) == 1:
        return _map_one(function, iter(iterables[0]))
    return _map_several(function, zip(*iterables))

def _map_one(function, iterator):
    for item in iterator:
        yield function(item)

def _map_several(function, iterator):
    for items in iterator:
        yield function(*items)

def p_filter(function, iterable):
    return _filter(function, iter(iterable))

def _filter(function, iterator):
    if function is None:
        for item in iterator:
            if item:
                yield item
    else:
        for item in iterator:
            if function(item):
                yield item

def p_enumerate(iterable, start=0):
    return _enumerate(iter(iterable), start)

def _enumerate(iterator, at):
    for item in iterator:
        yield (at, item)
        at += 1

def p_zip(*iterables, strict=False):
    iterators = [iter(iterable) for iterable in iterables]
    if len(iterators) == 2 and not strict and not __native_is_derived(iterators[1]):
        return _zip_two(*iterators)
    return _zip(iterators, strict)

def _zip_two(first, second):
    for x in first:
        for y in second:
            yield (x, y)
            break
        else:
            return

def _zip(iterators, strict):
    end = object()
    while True:
        items = []
        for at, iterator in enumerate(iterators):
            item = next(iterator, end)
            if item is end:
                if strict:
                    if at > 0:
                        before = "argument 1" if at == 1 else f"arguments 1-{at}"
                        raise ValueError(f"zip() argument {at + 1} is shorter than {before}")
                    for other in range(1, len(iterators)):
                        if next(iterators[other], end) is not end:
                            before = "argument 1" if other == 1 else f"arguments 1-{other}"
                            raise ValueError(f"zip() argument {other + 1} is longer than {before}")
                return
            items.append(item)
        yield tuple(items)

def p_all(iterable):
    for item in iterable:
        if not item:
            return False
    return True

def p_any(iterable):
    for item in iterable:
        if item:
            return True
    return False

def p_sum(iterable, start=0):
    total = start
    for item in iterable:
        total = total + item
    return total

def _extreme(args, key, default, name, greater):
    if len(args) == 1:
        items = args[0]
    else:
        items = args
    found = False
    best = best_key = None
    for item in items:
        item_key = item if key is None else key(item)
        if not found or (item_key > best_key if greater else item_key < best_key):
            best, best_key, found = item, item_key, True
    if not found:
        if default:
            return default[0]
        raise ValueError(f"{name}() arg is an empty sequence")
    return best

def p_max(*args, key=None, **rest):
    return _extreme(args, key, [rest["default"]] if "default" in rest else None, "max", True)

def p_min(*args, key=None, **rest):
    return _extreme(args, key, [rest["default"]] if "default" in rest else None, "min", False)

def p_sorted(iterable, *, key=None, reverse=False):
    items = [item for item in iterable]
    if key is None:
        return __native_sort(items, items, bool(reverse))
    return __native_sort([key(item) for item in items], items, bool(reverse))

def p_list_sort(items, *, key=None, reverse=False):
    items[:] = p_sorted(items, key=key, reverse=reverse)

def p___native_sort(keys, values, reverse):
    pairs = list(zip(keys, values))
    if reverse:
        pairs.reverse()
    pairs = _merge_sort(pairs)
    if reverse:
        pairs.reverse()
    return [pair[1] for pair in pairs]

def _merge_sort(pairs):
    if len(pairs) < 2:
        return pairs
    runs = [[pair] for pair in pairs]
    while len(runs) > 1:
        merged = []
        for at in range(0, len(runs) - 1, 2):
            merged.append(_merge(runs[at], runs[at + 1]))
        if len(runs) % 2:
            merged.append(runs[-1])
        runs = merged
    return runs[0]

def _merge(left, right):
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if right[j][0] < left[i][0]:
            merged.append(right[j])
            j += 1
        else:
            merged.append(left[i])
            i += 1
    merged.extend(left[i:])
    merged.extend(right[j:])
    return merged

def p_reversed(sequence):
    def items():
        for at in range(len(sequence) - 1, -1, -1):
            yield sequence[at]
    return items()

def p_getattr(object, name, default):
    try:
        return getattr(object, name)
    except AttributeError:
        return default

def p_hasattr(object, name):
    try:
        getattr(object, name)
    except AttributeError:
        return False
    return True

def p_call_attribute(object, name, args, names):
    function = getattr(object, name)
    if names:
        count = len(args) - len(names)
        return function(*args[:count], **dict(zip(names, args[count:])))
    return function(*args)

def p_isinstance(object, classes):
    if isinstance(classes, tuple):
        for one in classes:
            if isinstance(object, one):
                return True
        return False
    check = __native_special(classes, "__instancecheck__")
    if check is not None:
        return bool(check(classes, object))
    if isinstance(classes, type):
        return False
    raise TypeError("isinstance() arg 2 must be a type, a tuple of types, or a union")

def p_issubclass(cls, classes):
    if isinstance(classes, tuple):
        for one in classes:
            if issubclass(cls, one):
                return True
        return False
    check = __native_special(classes, "__subclasscheck__")
    if check is not None:
        return bool(check(classes, cls))
    if isinstance(classes, type):
        return False
    raise TypeError("issubclass() arg 2 must be a class, a tuple of classes, or a union")

def p_bin(number):
    return bin(_index(number))

def p_oct(number):
    return oct(_index(number))

def p_hex(number):
    return hex(_index(number))

def p_chr(number):
    return chr(_index(number))

def _index(number):
    if isinstance(number, slice):
        parts = (number.start, number.stop, number.step)
        return slice(*[part if part is None else _index(part) for part in parts])
    method = __native_special(number, "__index__")
    if method is None:
        raise TypeError(f"'{type(number).__name__}' object cannot be interpreted as an integer")
    return method(number)

def p_new_range(*args):
    return range(*[_index(arg) for arg in args])

def p_pow(base, exp, mod=None):
    method = __native_special(base, "__pow__")
    if method is not None:
        result = method(base, exp, mod)
        if result is not NotImplemented:
            return result
    raise TypeError("unsupported operand type(s) for ** or pow(): "
                    f"'{type(base).__name__}', '{type(exp).__name__}', '{type(mod).__name__}'")

def p_divmod(a, b):
    method = __native_special(a, "__divmod__")
    if method is not None:
        result = method(a, b)
        if result is not NotImplemented:
            return result
    method = __native_special(b, "__rdivmod__")
    if method is not None:
        result = method(b, a)
        if result is not NotImplemented:
            return result
    raise TypeError(f"unsupported operand type(s) for divmod(): '{type(a).__name__}' and '{type(b).__name__}'")

def p_print(*args, sep=' ', end='\n', file=None, flush=False):
    if sep is None:
        sep = ' '
    if end is None:
        end = '\n'
    if file is None:
        sys = __native_module("sys")
        file = None if sys is None else sys.stdout
    at = 0
    pieces = []
    for arg in args:
        if at:
            pieces.append(sep)
        pieces.append(str(arg))
        at += 1
    pieces.append(end)
    if file is None:
        __native_write(''.join(pieces), False)
    else:
        for piece in pieces:
            file.write(piece)

def p_ascii(value):
    return ''.join([c if ord(c) < 128 else _escape(ord(c)) for c in repr(value)])

def _escape(code):
    if code < 256:
        return f"\\x{code:02x}"
    if code < 65536:
        return f"\\u{code:04x}"
    return f"\\U{code:08x}"

def p_format_converted(value, spec, conversion):
    if conversion == 1:
        return format(str(value), spec)
    if conversion == 2:
        return format(repr(value), spec)
    return format(p_ascii(value), spec)

_open_reprs = []

def p_repr_container(value):
    for other in _open_reprs:
        if other is value:
            plain = __native_plain(value)
            if isinstance(plain, (list, _deque)):
                return "[...]"
            if isinstance(plain, dict):
                return "{...}"
            return "(...)" if isinstance(plain, tuple) else "..."
    _open_reprs.append(value)
    try:
        return _repr_container(value)
    finally:
        _open_reprs.pop()

def _repr_container(value):
    plain = __native_plain(value)
    if isinstance(plain, list):
        return "[" + ", ".join([repr(item) for item in plain]) + "]"
    if isinstance(plain, _deque):
        end = "" if plain.maxlen is None else f", maxlen={plain.maxlen}"
        return type(value).__name__ + "([" + ", ".join([repr(item) for item in plain]) + "]" + end + ")"
    if isinstance(plain, tuple):
        if len(plain) == 1:
            return "(" + repr(plain[0]) + ",)"
        return "(" + ", ".join([repr(item) for item in plain]) + ")"
    if isinstance(plain, dict):
        return "{" + ", ".join([repr(key) + ": " + repr(item) for key, item in plain.items()]) + "}"
    if isinstance(plain, frozenset):
        return "frozenset({" + ", ".join([repr(item) for item in plain]) + "})"
    if isinstance(plain, set):
        inner = "{" + ", ".join([repr(item) for item in plain]) + "}"
        return inner if value is plain else type(value).__name__ + "(" + inner + ")"
    if isinstance(value, BaseException):
        return type(value).__name__ + "(" + ", ".join([repr(item) for item in value.args]) + ")"
    name = type(value).__name__
    if name == "dict_keys" or name == "dict_values" or name == "dict_items":
        return name + "([" + ", ".join([repr(item) for item in value]) + "])"
    if name == "method":
        return f"<bound method {value.__qualname__} of {value.__self__!r}>"
    if name == "slice":
        return f"slice({value.start!r}, {value.stop!r}, {value.step!r})"
    return __native_default_repr(value)

def p_str_exception(exception):
    args = exception.args
    if not args:
        return ""
    if isinstance(exception, BaseExceptionGroup):
        count = len(exception.exceptions)
        return f"{exception.message} ({count} sub-exception{'' if count == 1 else 's'})"
    if len(args) == 1:
        if isinstance(exception, KeyError):
            return repr(args[0])
        return str(args[0])
    return repr(args)

def p_say_at_end(exception):
    try:
        words = str(exception)
    except BaseException:
        words = "<exception str() failed>"
    __native_exit_words(exception, words)

# Comparing containers of objects

_deque = __native_handles("collections.deque")

def _order(a, b):
    for x, y in zip(a, b):
        if x is not y and not x == y:
            return (x, y)
    return None

def p_op_eq(a, b):
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        if isinstance(a, list) != isinstance(b, list) or len(a) != len(b):
            return False
        return _order(a, b) is None
    if isinstance(a, _deque) and isinstance(b, _deque):
        return len(a) == len(b) and _order(a, b) is None
    if isinstance(a, dict) and isinstance(b, dict):
        if len(a) != len(b):
            return False
        missing = object()
        for key, value in a.items():
            other = b.get(key, missing)
            if other is missing or not (other is value or other == value):
                return False
        return True
    if isinstance(a, (set, frozenset)) and isinstance(b, (set, frozenset)):
        if len(a) != len(b):
            return False
        for item in a:
            if item not in b:
                return False
        return True
    return a is b

def p_op_ne(a, b):
    return not p_op_eq(a, b)

def _comparable(a, b, sign):
    if not (isinstance(a, list) and isinstance(b, list) or isinstance(a, tuple) and isinstance(b, tuple) or isinstance(a, _deque) and isinstance(b, _deque)):
        raise TypeError(f"'{sign}' not supported between instances of '{type(a).__name__}' and '{type(b).__name__}'")

def p_op_lt(a, b):
    _comparable(a, b, "<")
    pair = _order(a, b)
    return len(a) < len(b) if pair is None else pair[0] < pair[1]

def p_op_le(a, b):
    _comparable(a, b, "<=")
    pair = _order(a, b)
    return len(a) <= len(b) if pair is None else pair[0] <= pair[1]

def p_op_gt(a, b):
    _comparable(a, b, ">")
    pair = _order(a, b)
    return len(a) > len(b) if pair is None else pair[0] > pair[1]

def p_op_ge(a, b):
    _comparable(a, b, ">=")
    pair = _order(a, b)
    return len(a) >= len(b) if pair is None else pair[0] >= pair[1]

def p_op_contains(container, item):
    if isinstance(container, (dict, set, frozenset)):
        return _find(container, item) is not _missing
    for other in container:
        if other is item or other == item:
            return True
    return False

def p_op_len(value):
    return len(value)

def p_op_getitem_index(container, index):
    return container[_index(index)]

def p_op_setitem_index(container, index, value):
    container[_index(index)] = value

# Dicts and sets whose keys say themselves what is equal

_missing = object()

def _find(container, key):
    for other in __native_same_hash(container, hash(key)):
        if other is key or other == key:
            return other
    return _missing

def p_op_getitem(container, key):
    if isinstance(container, dict):
        found = _find(container, key)
        if found is _missing:
            missing = __native_special(container, "__missing__")
            if missing is not None:
                return missing(container, key)
            raise KeyError(key)
        return _value(container, found)
    raise TypeError(f"'{type(container).__name__}' object is not subscriptable")

def _value(container, found):
    for key, value in container.items():
        if key is found:
            return value

def p_op_setitem(container, key, value):
    if isinstance(container, list):
        container[key] = [item for item in value]
        return
    found = _find(container, key)
    if found is _missing:
        __native_put(container, hash(key), key, value)
    else:
        __native_put(container, hash(found), found, value)

def p_op_delitem(container, key):
    found = _find(container, key)
    if found is _missing:
        raise KeyError(key)
    __native_drop(container, hash(found), found)

def p_make_dict(items):
    made = {}
    for at in range(0, len(items), 2):
        made[items[at]] = items[at + 1]
    return made

def p_make_set(items):
    made = set()
    for item in items:
        made.add(item)
    return made

def p_new_dict(*args, **named):
    made = {}
    if args:
        p_dict_update(made, args[0])
    made.update(named)
    return made

def p_new_set(iterable):
    return p_make_set(iterable)

def p_new_frozenset(iterable):
    return frozenset(p_make_set(iterable))

def p_dict_get(container, key, default=None):
    found = _find(container, key)
    return default if found is _missing else _value(container, found)

def p_dict_setdefault(container, key, default=None):
    found = _find(container, key)
    if found is not _missing:
        return _value(container, found)
    __native_put(container, hash(key), key, default)
    return default

def p_dict_pop(container, key, *default):
    found = _find(container, key)
    if found is _missing:
        if default:
            return default[0]
        raise KeyError(key)
    return __native_drop(container, hash(found), found)

def p_dict_update(container, other=(), **named):
    if hasattr(other, "keys"):
        for key in other.keys():
            container[key] = other[key]
    else:
        at = 0
        for pair in other:
            items = tuple(pair)
            if len(items) != 2:
                raise ValueError(f"dictionary update sequence element #{at} has length {len(items)}; 2 is required")
            container[items[0]] = items[1]
            at += 1
    for key, value in named.items():
        container[key] = value

def p_take_in(container, other):
    container.update(other)
    return container

def p_dict___init__(container, other=(), **named):
    p_dict_update(container, other, **named)

def p_dict_fromkeys(cls, keys, value=None):
    made = cls()
    for key in keys:
        made[key] = value
    return made

def p_merge(into, other, keywords):
    if not hasattr(other, "keys"):
        if keywords:
            raise TypeError(f"argument after ** must be a mapping, not {type(other).__name__}")
        raise TypeError(f"'{type(other).__name__}' object is not a mapping")
    for key in other.keys():
        into[key] = other[key]

def p_set_add(container, item):
    if _find(container, item) is _missing:
        __native_put(container, hash(item), item)

def p_set_discard(container, item):
    found = _find(container, item)
    if found is not _missing:
        __native_drop(container, hash(found), found)

def p_set_remove(container, item):
    found = _find(container, item)
    if found is _missing:
        raise KeyError(item)
    __native_drop(container, hash(found), found)

def p_update_set(container, iterable):
    for item in iterable:
        container.add(item)

def p_set_update(container, *others):
    for other in others:
        for item in other:
            container.add(item)

def p_set_union(container, *others):
    made = set()
    for part in (container, *others):
        for item in part:
            made.add(item)
    return made

def p_set_intersection(container, *others):
    made = set()
    for item in container:
        if all([item in other for other in others]):
            made.add(item)
    return made

def p_set_difference(container, *others):
    made = set()
    for item in container:
        if not any([item in other for other in others]):
            made.add(item)
    return made

def p_list_index(items, value, *places):
    start, stop, _ = slice(*(places or (0, None)) if len(places) != 1 else (places[0], None)).indices(len(items))
    for at in range(start, stop):
        if items[at] is value or items[at] == value:
            return at
    raise ValueError(f"{value!r} is not in list")

def p_tuple_index(items, value, *places):
    for at, item in enumerate(items):
        if item is value or item == value:
            return at
    raise ValueError("tuple.index(x): x not in tuple")

def p_list_count(items, value):
    count = 0
    for item in items:
        if item is value or item == value:
            count += 1
    return count

p_tuple_count = p_list_count

def p_list_remove(items, value):
    for at, item in enumerate(items):
        if item is value or item == value:
            del items[at]
            return
    raise ValueError("list.remove(x): x not in list")

def p_new_deque(iterable=(), maxlen=None):
    return _deque([item for item in iterable], maxlen)

def p_deque___init__(self, iterable=(), maxlen=None):
    _deque.__init__(self, [item for item in iterable], maxlen)

p_deque_count = p_list_count

def p_deque_index(items, value, *places):
    start, stop, _ = slice(*(places or (0, None)) if len(places) != 1 else (places[0], None)).indices(len(items))
    for at in range(start, stop):
        if items[at] is value or items[at] == value:
            return at
    raise ValueError(f"{value!r} is not in deque")

def p_deque_remove(items, value):
    for at, item in enumerate(items):
        if item is value or item == value:
            del items[at]
            return
    raise ValueError(f"{value!r} is not in deque")

def p_deque_rotate(items, n=1):
    items.rotate(_index(n))

def p_deque_insert(items, index, value):
    items.insert(_index(index), value)

def p_list_pop(items, index):
    return items.pop(_index(index))

def p_str_join(separator, iterable):
    return separator.join([item for item in iterable])

def p_str_format(text, *args, **named):
    return _format_fields(text, args, named, [0])

def p_str_format_map(text, named):
    return _format_fields(text, (), named, [0])

def _format_fields(text, args, named, counter):
    pieces = []
    at = 0
    while at < len(text):
        c = text[at]
        if c == "{":
            if text[at + 1:at + 2] == "{":
                pieces.append("{")
                at += 2
                continue
            depth = 1
            end = at + 1
            while depth:
                if text[end] == "{":
                    depth += 1
                elif text[end] == "}":
                    depth -= 1
                end += 1
            pieces.append(_format_field(text[at + 1:end - 1], args, named, counter))
            at = end
        elif c == "}":
            pieces.append("}")
            at += 2
        else:
            pieces.append(c)
            at += 1
    return "".join(pieces)

def _format_field(field, args, named, counter):
    name, _, spec = field.partition(":")
    conversion = ""
    if "!" in name:
        name, _, conversion = name.partition("!")
    first = name
    rest = ""
    for at, c in enumerate(name):
        if c == "." or c == "[":
            first, rest = name[:at], name[at:]
            break
    if first == "":
        value = args[counter[0]]
        counter[0] += 1
    elif first.isdigit():
        value = args[int(first)]
    else:
        value = named[first]
    while rest:
        if rest[0] == ".":
            end = 1
            while end < len(rest) and rest[end] not in ".[":
                end += 1
            value = getattr(value, rest[1:end])
        else:
            end = rest.index("]") + 1
            key = rest[1:end - 1]
            value = value[int(key) if key.isdigit() else key]
        rest = rest[end:]
    if conversion == "r":
        value = repr(value)
    elif conversion == "s":
        value = str(value)
    elif conversion == "a":
        value = p_ascii(value)
    if "{" in spec:
        spec = _format_fields(spec, args, named, counter)
    return format(value, spec)

# Classes

def p_make_derived(cls, base, *args, **named):
    return __native_derived(cls, base(*args, **named))

def p_finish_class(cls, named, hears, keywords):
    for method, value, name in named:
        method(value, cls, name)
    if hears is not None:
        hears(cls, **(keywords or {}))
    return cls

def p_throw_class(generator, cls, value=None, traceback=None):
    if value is None:
        return generator.throw(cls())
    if isinstance(value, cls):
        return generator.throw(value)
    return generator.throw(cls(value))

# Patterns

_matches_itself = (bool, bytearray, bytes, dict, float, frozenset, int, list, set, str, tuple)

def p_match_class(subject, cls, positional, names):
    if not isinstance(cls, type):
        raise TypeError("called match pattern must be a class")
    if not isinstance(subject, cls):
        return None
    values = []
    if positional:
        args = getattr(cls, "__match_args__", None)
        if args is None:
            if not issubclass(cls, _matches_itself):
                raise TypeError(f"{cls.__name__}() accepts 0 positional sub-patterns ({positional} given)")
            if positional > 1:
                raise TypeError(f"{cls.__name__}() accepts 1 positional sub-pattern ({positional} given)")
            values.append(subject)
        else:
            if positional > len(args):
                plural = "" if len(args) == 1 else "s"
                raise TypeError(f"{cls.__name__}() accepts {len(args)} positional sub-pattern{plural} ({positional} given)")
            for name in args[:positional]:
                if not hasattr(subject, name):
                    return None
                values.append(getattr(subject, name))
    for name in names:
        if not hasattr(subject, name):
            return None
        values.append(getattr(subject, name))
    return tuple(values)

# Groups of exceptions

def p_check_group(group):
    args = group.args
    if len(args) != 2:
        raise TypeError(f"BaseExceptionGroup.__new__() takes exactly 2 arguments ({len(args)} given)")
    if not isinstance(args[0], str):
        raise TypeError(f"BaseExceptionGroup.__new__() argument 1 must be str, not {type(args[0]).__name__}")
    inner = args[1]
    if not hasattr(inner, "__getitem__") or isinstance(inner, str):
        raise TypeError("second argument (exceptions) must be a sequence")
    if len(inner) == 0:
        raise ValueError("second argument (exceptions) must be a non-empty sequence")
    for at, one in enumerate(inner):
        if not isinstance(one, BaseException):
            raise ValueError(f"Item {at} of second argument (exceptions) is not an exception")
        if isinstance(group, Exception) and not isinstance(one, Exception):
            if type(group) is ExceptionGroup:
                raise TypeError("Cannot nest BaseExceptions in an ExceptionGroup")
            raise TypeError(f"Cannot nest BaseExceptions in '{type(group).__name__}'")
    return group

def _wanted(classes):
    if isinstance(classes, type):
        classes = (classes,)
    for one in classes:
        if not (isinstance(one, type) and issubclass(one, BaseException)):
            raise TypeError("catching classes that do not inherit from BaseException is not allowed")
        if issubclass(one, BaseExceptionGroup):
            raise TypeError("catching ExceptionGroup with except* is not allowed. Use except instead.")
    return classes

def p_split_group(exception, classes):
    if exception is None:
        return (None, None)
    classes = _wanted(classes)
    if not isinstance(exception, BaseExceptionGroup):
        if isinstance(exception, classes):
            return (ExceptionGroup("", (exception,)) if isinstance(exception, Exception) else BaseExceptionGroup("", (exception,)), None)
        return (None, exception)
    return _split(exception, lambda one: isinstance(one, classes))

def _split(group, wanted):
    if wanted(group):
        return (group, None)
    yes, no = [], []
    for one in group.exceptions:
        if isinstance(one, BaseExceptionGroup):
            inner = _split(one, wanted)
            if inner[0] is not None:
                yes.append(inner[0])
            if inner[1] is not None:
                no.append(inner[1])
        elif wanted(one):
            yes.append(one)
        else:
            no.append(one)
    return (_part(group, yes), _part(group, no))

def _part(group, inner):
    if not inner:
        return None
    derive = getattr(group, "derive", None)
    part = derive(inner)
    __native_copy_state(group, part)
    return part

def p_BaseExceptionGroup_derive(group, inner):
    if all([isinstance(one, Exception) for one in inner]):
        return ExceptionGroup(group.message, inner)
    return BaseExceptionGroup(group.message, inner)

def p_BaseExceptionGroup_split(group, condition):
    return _split(group, _condition(condition))

def p_BaseExceptionGroup_subgroup(group, condition):
    return _split(group, _condition(condition))[0]

def _condition(condition):
    if isinstance(condition, type) or isinstance(condition, tuple):
        return lambda one: isinstance(one, condition)
    return condition

def p_gather_group(original, raised, rest):
    if not raised:
        return rest
    if not isinstance(original, BaseExceptionGroup) and rest is None and len(raised) == 1:
        return raised[0]
    parts = list(raised)
    if rest is not None:
        parts.append(rest)
    if len(parts) == 1 and rest is None:
        return parts[0] if isinstance(parts[0], BaseExceptionGroup) and parts[0] is original else ExceptionGroup("", parts)
    return ExceptionGroup("", parts) if all([isinstance(one, Exception) for one in parts]) else BaseExceptionGroup("", parts)
