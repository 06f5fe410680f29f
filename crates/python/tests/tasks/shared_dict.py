from threading import Thread
d = {'a': 1, 'b': 2}
def work():
    d['c'] = 3
    d['a'] += 10
    d.update({'d': 4}, e=5)
    d.setdefault('f', []).append('x')
    d[(1, 2)] = 'tuple'
    d[1.5] = None
    d[True] = 'yes'
t = Thread(target=work)
t.start()
t.join()
print(d)
print(len(d), d['a'], d.get('zz'), d.get('zz', 7), d.get('b'), 'a' in d, 'zz' in d, 'zz' not in d)
print(list(d), list(d.keys()), list(d.values()), list(d.items()))
for k in d:
    print(k, end=' ')
print()
for k, v in d.items():
    print(k, v, end='; ')
print()
print({k: v for k, v in d.items() if isinstance(v, int)})
try:
    d['nope']
except KeyError as e:
    print('KeyError', e)
try:
    del d['nope']
except KeyError as e:
    print('KeyError', e)
try:
    d[[1]] = 2
except TypeError as e:
    print(e)
try:
    d.pop('nope')
except KeyError as e:
    print(repr(e))
print(d.pop('b'), d.pop('b', 'gone'), d.popitem(), d.pop((1, 2)))
del d['c']
print(d, d == dict(d), d == {}, d != {}, d | {'x': 1}, sorted(d, key=str))
d |= {'y': 2}
print(d, bool(d), repr(d), f"{d}", dict(d), {**d}, dict(**{'q': 1}))
def f(**named):
    return named
print(f(**{k: v for k, v in d.items() if isinstance(k, str)}))
e = d.copy()
e['mine'] = 1
print('mine' in d, 'mine' in e)
try:
    for k in d:
        d[str(k) + '!'] = 1
except RuntimeError as err:
    print(err)
print(sorted(d.keys() & {'a', 'e'}), len(d.keys()), 'a' in d.keys(), 1 in d.values(), ('a', 11) in d.items())
print(max(d.values(), key=lambda v: v if isinstance(v, int) else -1))
d.clear()
print(d, not d, list(reversed({'a': 1, 'b': 2})))
d['list'] = inner = [1]
inner.append(2)
print(d, d['list'] is inner)
s = {1, 2, 3}
def more():
    s.add(9)
    s.discard(1)
    s.update([7, 8])
t = Thread(target=more)
t.start()
t.join()
print(sorted(s), 9 in s, len(s), s - {9}, sorted(s | {1}), s & {7}, s ^ {7, 9, 8, 2, 3}, s <= {2, 3, 7, 8, 9}, s == {2, 3, 7, 8, 9})
for x in sorted(s):
    print(x, end=' ')
print(sum(x for x in s), max(s), frozenset(s) == s)
s -= {9}
s.remove(7)
try:
    s.remove(77)
except KeyError as e:
    print('KeyError', e)
print(sorted(s), s.isdisjoint([1]), s.issubset([2, 3, 8]), sorted(s.union([4])))
try:
    print({d: 1})
except TypeError as e:
    print(e)
b = bytearray(b'abc')
def bb():
    b.append(100)
    b[0] = 65
t = Thread(target=bb); t.start(); t.join()
print(b, len(b), b[1], bytes(b), b.decode())
match d:
    case {'list': [x, y]}:
        print('matched', x, y)
