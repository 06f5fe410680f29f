from collections import deque, defaultdict, Counter, OrderedDict, namedtuple, ChainMap
d = deque([1, 2, 3], maxlen=4)
d.append(4); d.append(5); d.appendleft(0)
print(d, len(d), d[0], d[-1], d.maxlen)
d.rotate(1); print(d); d.rotate(-2); print(d)
d.extend([7, 8]); d.extendleft([9]); print(d)
try:
    deque().popleft()
except IndexError as e:
    print(e)
print(list(reversed(deque("abc"))), 'b' in deque("abc"), deque("abc") == deque("abc"))
dd = defaultdict(list)
for k, v in [("a", 1), ("b", 2), ("a", 3)]:
    dd[k].append(v)
print(dd, dict(dd), dd.get("zz"), "zz" in dd)
c = Counter("abracadabra")
print(c, c.most_common(2), c["zz"], sum(c.values()), c.total())
print(c + Counter("aab"), c - Counter("aab"), c & Counter("aab"), c | Counter("zz"))
c.update("zzz"); c.subtract("a"); print(sorted(c.elements()))
od = OrderedDict([("x", 1), ("y", 2), ("z", 3)])
od.move_to_end("x"); print(od); od.move_to_end("z", last=False); print(od, od.popitem(), od.popitem(last=False))
P = namedtuple("P", "x y z", defaults=[0])
p = P(1, 2)
print(p, p.x, p[1], p._asdict(), p._replace(y=9), P._fields, P._make([7, 8, 9]), isinstance(p, tuple))
x, y, z = p
print(x, y, z, p == (1, 2, 0), hash(p) == hash((1, 2, 0)))
for args in [(), (1,), (1, 2, 3, 4)]:
    try:
        print(P(*args))
    except TypeError as e:
        print(e)
try:
    p.x = 3
except AttributeError as e:
    print(e)
cm = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(cm["a"], cm["b"], len(cm), dict(cm), cm)
