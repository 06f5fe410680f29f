def numbers(n):
    i = 0
    while i < n:
        yield i
        i += 1

def squares(items):
    for item in items:
        yield item * item

def evens(items):
    for item in items:
        if item % 2 == 0:
            yield item

def chunks(items, size):
    chunk = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk

def walk(depth):
    if depth == 0:
        yield 1
    else:
        yield from walk(depth - 1)
        yield depth
        yield from walk(depth - 1)

def averager():
    total, count = 0, 0
    average = None
    while True:
        value = yield average
        total += value
        count += 1
        average = total / count

def main():
    total = sum(evens(squares(numbers(100_000))))
    total += sum(len(chunk) for chunk in chunks(numbers(50_000), 7))
    total += sum(walk(12))
    average = averager()
    next(average)
    for i in range(50_000):
        last = average.send(i)
    total += int(last)
    total += sum(x * y for x in range(200) for y in range(200) if (x + y) % 3 == 0)
    total += max(x for x, _ in zip(numbers(50_000), squares(numbers(50_000))))
    return total
