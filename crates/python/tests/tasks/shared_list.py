from threading import Thread
items = [3, 1, 2]
def work():
    global items
    items.append(4)
    items.extend([6, 5])
    items.insert(0, 9)
    items[1] = 30
    items += [7]
    items[2:4] = ['a', 'b', 'c']
    del items[0]
def start():
    t = Thread(target=work)
    t.start()
    t.join()
try:
    start()
except Exception as e:
    print(e)
print(items, len(items), items[0], items[-1], items[1:3], items[::-1])
print(6 in items, 'zz' in items, 'zz' not in items, items.index('b'), items.count(5))
print([x for x in items], list(items), tuple(items), sorted(map(str, items)))
a, *rest = items
print(a, rest)
print(items == list(items), items == [1], items != [1], items + [1], items * 2)
print(items.pop(), items.pop(0), items)
items.remove('a')
items.reverse()
print(items, bool(items), not items, repr(items), f"{items}", str(items), "%s" % items)
try:
    items[100]
except IndexError as e:
    print(e)
try:
    items[100] = 1
except IndexError as e:
    print(e)
try:
    items.remove('nope')
except ValueError as e:
    print(e)
try:
    items['x']
except TypeError as e:
    print(e)
items.clear()
try:
    items.pop()
except IndexError as e:
    print(e)
print(items, any(items), all(items), sum(items))
items.extend(range(5))
items.extend(x * x for x in range(3))
items += (n for n in [100])
print(items, sum(items), max(items), min(items), sorted(items), sorted(items, reverse=True))
items.sort(key=lambda n: -n)
print(items)
for i, x in enumerate(items):
    print(i, x, end=' ')
print()
for x, y in zip(items, items[1:]):
    print(x, y, end=';')
print()
print(list(zip(items, items)), list(reversed(items)), list(enumerate(items))[:2])
print(list(map(lambda n: n + 1, items)), list(filter(None, items)))
print(', '.join(str(n) for n in items), ''.join(map(str, items)))
copy = items.copy()
copy.append('mine')
print(len(copy), len(items), copy is items, items is items)
def f(*args, **named):
    return args, named
print(f(*items))
it = iter(items)
print(next(it), next(it), next(it))
while items:
    items.pop()
print(items, isinstance(items, list), type(items), len(items))
items += 'ab'
items *= 2
print(items)
nested = [items, items]
print(nested, nested[0] is nested[1], nested[0] is items)
del items[1:3]
print(items, hash((1, 2)) == hash((1, 2)))
match items:
    case [a, b]:
        print('two', a, b)
print(next(iter([]), 'none'), list(items.__iter__()))
print(id(items) == id(nested[0]))
