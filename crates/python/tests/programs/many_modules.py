import random, copy, string, textwrap, io, datetime, time, os, sys, types, warnings, traceback, hashlib, pprint, fractions, logging
random.seed(42)
print(random.random(), random.randint(1, 100), random.choice("abc"), random.sample(range(100), 5), random.uniform(1, 2))
l = list(range(10)); random.shuffle(l); print(l, random.choices([1, 2, 3], k=5), random.choices("ab", weights=[1, 3], k=4), random.gauss(0, 1), random.randrange(0, 100, 5))
r = random.Random(7); print(r.random(), r.expovariate(1.5), r.getrandbits(40), r.triangular(1, 5, 2))
a = [1, [2, 3], {"x": [4]}]
b = copy.copy(a); c = copy.deepcopy(a)
a[1].append(9); print(a, b, c, b[1] is a[1], c[1] is a[1])
class N:
    def __init__(self): self.k = [1]; self.me = self
n = N(); m = copy.deepcopy(n); print(m.me is m, m.k is not n.k, copy.copy(n).k is n.k)
print(textwrap.fill("the quick brown fox jumps over the lazy dog", 20)); print(textwrap.dedent("  a\n   b\n"), textwrap.shorten("hello big world", 12), textwrap.indent("a\nb", "> "))
s = io.StringIO(); s.write("hi\n"); print("x", 1, file=s); print(repr(s.getvalue())); s.seek(0); print(s.readline(), list(s))
d = datetime.date(2024, 2, 28) + datetime.timedelta(days=2); print(d, repr(d), d.weekday(), d.isoformat(), d.strftime("%d/%m/%Y %A"), d - datetime.date(2024, 1, 1))
t = datetime.datetime(2024, 5, 6, 7, 8, 9); print(t, repr(t), t.isoformat(), t + datetime.timedelta(hours=20, seconds=5), datetime.datetime.strptime("2023-01-02 03:04", "%Y-%m-%d %H:%M"), t > datetime.datetime(2020, 1, 1))
print(datetime.timedelta(days=1, hours=2, minutes=3.5), datetime.timedelta(seconds=-1), repr(datetime.timedelta(1, 2)), datetime.timedelta(hours=5) / 2, datetime.timedelta(hours=5).total_seconds())
print(os.path.join("a", "b", "c.txt"), os.path.splitext("x/y.tar.gz"), os.path.basename("/a/b"), os.path.dirname("/a/b"))
print(types.SimpleNamespace(a=1, b="x"), hashlib.md5(b"hi").hexdigest(), hashlib.sha256(b"hi").hexdigest(), hashlib.sha1(b"a").hexdigest())
try:
    1 / 0
except ZeroDivisionError:
    print(traceback.format_exc(), end="")
    print(sys.exc_info()[0], sys.exc_info()[1])
pprint.pprint({"a": list(range(30)), "b": {"x": "y" * 30, "z": "w" * 40}, "c": ("t", 1)})
print(fractions.Fraction(3, 4) + fractions.Fraction(1, 4), fractions.Fraction("0.125"), repr(fractions.Fraction(6, -8)), fractions.Fraction(1, 3) * 3 == 1)
logging.basicConfig(level=logging.INFO, format="%(levelname)s:%(name)s:%(lineno)d:%(message)s")
logging.info("hello %s", "x"); logging.getLogger("a.b").warning("w"); logging.debug("no")
warnings.warn("careful")
print(time.strftime("%Y-%m-%d", time.gmtime(0)), time.gmtime(86400))
