# A heap in a list: each item is at most as large as the two below it.

def _up(heap, start, at):
    item = heap[at]
    while at > start:
        parent = (at - 1) >> 1
        if not item < heap[parent]:
            break
        heap[at] = heap[parent]
        at = parent
    heap[at] = item

def _down(heap, at):
    # To the bottom along the smaller ones first, and from there up again: fewer comparisons.
    end = len(heap)
    start = at
    item = heap[at]
    child = 2 * at + 1
    while child < end:
        right = child + 1
        if right < end and not heap[child] < heap[right]:
            child = right
        heap[at] = heap[child]
        at = child
        child = 2 * at + 1
    heap[at] = item
    _up(heap, start, at)

def heappush(heap, item):
    heap.append(item)
    _up(heap, 0, len(heap) - 1)

def heappop(heap):
    if not heap:
        raise IndexError("index out of range")
    last = heap.pop()
    if not heap:
        return last
    first = heap[0]
    heap[0] = last
    _down(heap, 0)
    return first

def heapreplace(heap, item):
    if not heap:
        raise IndexError("index out of range")
    first = heap[0]
    heap[0] = item
    _down(heap, 0)
    return first

def heappushpop(heap, item):
    if heap and heap[0] < item:
        item, heap[0] = heap[0], item
        _down(heap, 0)
    return item

def heapify(x):
    for at in range(len(x) // 2 - 1, -1, -1):
        _down(x, at)

def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[:max(n, 0)]

def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[:max(n, 0)]

class _Reversed:
    def __init__(self, key):
        self.key = key

    def __lt__(self, other):
        return other.key < self.key

def merge(*iterables, key=None, reverse=False):
    # The number of its source decides between equal items.
    heap = []
    for number, iterable in enumerate(iterables):
        iterator = iter(iterable)
        for item in iterator:
            order = item if key is None else key(item)
            heap.append(_Entry(_Reversed(order) if reverse else order, number, item, iterator))
            break
    heapify(heap)
    while heap:
        entry = heap[0]
        yield entry.item
        for item in entry.iterator:
            order = item if key is None else key(item)
            heapreplace(heap, _Entry(_Reversed(order) if reverse else order, entry.number, item, entry.iterator))
            break
        else:
            heappop(heap)

class _Entry:
    def __init__(self, order, number, item, iterator):
        self.order = order
        self.number = number
        self.item = item
        self.iterator = iterator

    def __lt__(self, other):
        if self.order < other.order:
            return True
        if other.order < self.order:
            return False
        return self.number < other.number
