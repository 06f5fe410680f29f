# Iterators that make others. What is wrong with the arguments is told when they are given, not when the first
# item is asked for: so most of these check, and hand on to a generator.

def count(start=0, step=1):
    def items(at):
        while True:
            yield at
            at += step
    return items(start)

def cycle(iterable):
    def items(iterator):
        saved = []
        for item in iterator:
            saved.append(item)
            yield item
        while saved:
            for item in saved:
                yield item
    return items(iter(iterable))

_ENDLESS = object()

def repeat(object, times=_ENDLESS):
    def for_ever():
        while True:
            yield object
    def so_often():
        for _ in range(times):
            yield object
    return for_ever() if times is _ENDLESS else so_often()

def accumulate(iterable, func=None, *, initial=None):
    def items(iterator):
        if initial is None:
            try:
                total = next(iterator)
            except StopIteration:
                return
        else:
            total = initial
        yield total
        for item in iterator:
            total = total + item if func is None else func(total, item)
            yield total
    return items(iter(iterable))

class chain:
    def __init__(self, *iterables):
        self._items = _chained(iterables)

    @classmethod
    def from_iterable(cls, iterables):
        made = cls()
        made._items = _chained(iterables)
        return made

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._items)

def _chained(iterables):
    for iterable in iterables:
        for item in iterable:
            yield item

def compress(data, selectors):
    def items(pairs):
        for item, selected in pairs:
            if selected:
                yield item
    return items(zip(data, selectors))

def dropwhile(predicate, iterable):
    def items(iterator):
        for item in iterator:
            if not predicate(item):
                yield item
                break
        for item in iterator:
            yield item
    return items(iter(iterable))

def takewhile(predicate, iterable):
    def items(iterator):
        for item in iterator:
            if not predicate(item):
                return
            yield item
    return items(iter(iterable))

def filterfalse(predicate, iterable):
    def items(iterator):
        for item in iterator:
            if not (item if predicate is None else predicate(item)):
                yield item
    return items(iter(iterable))

def starmap(function, iterable):
    def items(iterator):
        for arguments in iterator:
            yield function(*arguments)
    return items(iter(iterable))

def islice(iterable, *arguments):
    if not 1 <= len(arguments) <= 3:
        if arguments:
            raise TypeError(f"islice expected at most 4 arguments, got {len(arguments) + 1}")
        raise TypeError("islice expected at least 2 arguments, got 1")
    words = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize."
    if len(arguments) == 1:
        start, stop, step = 0, arguments[0], 1
        words = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize."
    else:
        start, stop = arguments[0], arguments[1]
        step = arguments[2] if len(arguments) == 3 else 1
        start = 0 if start is None else start
        step = 1 if step is None else step
    if stop is not None and not (isinstance(stop, int) and stop >= 0):
        raise ValueError("Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
    if not (isinstance(start, int) and start >= 0):
        raise ValueError(words)
    if not (isinstance(step, int) and step >= 1):
        raise ValueError("Step for islice() must be a positive integer or None.")
    def items(iterator):
        at, wanted = 0, start
        while stop is None or wanted < stop:
            while at <= wanted:
                try:
                    item = next(iterator)
                except StopIteration:
                    return
                at += 1
            yield item
            wanted += step
        # What lies between the last item and the stop is taken from the iterator, too.
        while stop is not None and at < stop:
            try:
                next(iterator)
            except StopIteration:
                return
            at += 1
    return items(iter(iterable))

def pairwise(iterable):
    def items(iterator):
        try:
            before = next(iterator)
        except StopIteration:
            return
        for item in iterator:
            yield (before, item)
            before = item
    return items(iter(iterable))

def zip_longest(*iterables, fillvalue=None):
    def items(iterators):
        alive = len(iterators)
        while alive:
            row = []
            for at, iterator in enumerate(iterators):
                if iterator is None:
                    row.append(fillvalue)
                    continue
                try:
                    row.append(next(iterator))
                except StopIteration:
                    iterators[at] = None
                    alive -= 1
                    if not alive:
                        return
                    row.append(fillvalue)
            yield tuple(row)
    return items([iter(iterable) for iterable in iterables])

def product(*iterables, repeat=1):
    if repeat < 0:
        raise ValueError("repeat argument cannot be negative")
    pools = [tuple(iterable) for iterable in iterables] * repeat
    def items():
        if not all(pools):
            return
        places = [0] * len(pools)
        while True:
            yield tuple(pool[at] for pool, at in zip(pools, places))
            for column in range(len(pools) - 1, -1, -1):
                places[column] += 1
                if places[column] < len(pools[column]):
                    break
                places[column] = 0
            else:
                return
    return items()

def permutations(iterable, r=None):
    pool = tuple(iterable)
    length = len(pool) if r is None else r
    if length < 0:
        raise ValueError("r must be non-negative")
    def items():
        if length > len(pool):
            return
        left = list(range(len(pool)))
        turns = list(range(len(pool), len(pool) - length, -1))
        yield tuple(pool[at] for at in left[:length])
        while pool:
            for column in range(length - 1, -1, -1):
                turns[column] -= 1
                if turns[column] == 0:
                    left[column:] = left[column + 1:] + left[column:column + 1]
                    turns[column] = len(pool) - column
                else:
                    other = len(pool) - turns[column]
                    left[column], left[other] = left[other], left[column]
                    yield tuple(pool[at] for at in left[:length])
                    break
            else:
                return
    return items()

def combinations(iterable, r):
    pool = tuple(iterable)
    if r < 0:
        raise ValueError("r must be non-negative")
    def items():
        if r > len(pool):
            return
        places = list(range(r))
        while True:
            yield tuple(pool[at] for at in places)
            column = r - 1
            while column >= 0 and places[column] == column + len(pool) - r:
                column -= 1
            if column < 0:
                return
            places[column] += 1
            for after in range(column + 1, r):
                places[after] = places[after - 1] + 1
    return items()

def combinations_with_replacement(iterable, r):
    pool = tuple(iterable)
    if r < 0:
        raise ValueError("r must be non-negative")
    def items():
        if r and not pool:
            return
        places = [0] * r
        while True:
            yield tuple(pool[at] for at in places)
            column = r - 1
            while column >= 0 and places[column] == len(pool) - 1:
                column -= 1
            if column < 0:
                return
            places[column:] = [places[column] + 1] * (r - column)
    return items()

class groupby:
    def __init__(self, iterable, key=None):
        self._iterator = iter(iterable)
        self._key = key
        self._ahead = []
        self._number = 0
        self._ended = False
        self._current = None

    def __iter__(self):
        return self

    def _fetch(self):
        if not self._ahead and not self._ended:
            try:
                item = next(self._iterator)
            except StopIteration:
                self._ended = True
            else:
                self._ahead.append((item if self._key is None else self._key(item), item))
        return bool(self._ahead)

    def __next__(self):
        # What nobody took of the group before is passed over.
        while self._fetch() and self._number and self._ahead[0][0] == self._current:
            self._ahead.clear()
        if not self._ahead:
            raise StopIteration
        self._number += 1
        self._current = self._ahead[0][0]
        return (self._current, self._group(self._number, self._current))

    def _group(self, number, key):
        while self._number == number and self._fetch() and self._ahead[0][0] == key:
            item = self._ahead.pop()[1]
            yield item

def tee(iterable, n=2):
    if n < 0:
        raise ValueError("n must be >= 0")
    iterator = iter(iterable)
    queues = [[] for _ in range(n)]
    def items(queue):
        while True:
            if not queue:
                try:
                    item = next(iterator)
                except StopIteration:
                    return
                for each in queues:
                    each.append(item)
            yield queue.pop(0)
    return tuple(items(queue) for queue in queues)
