import re
m = re.search(r"(\w+)@(\w+)\.com", "mail bob@site.com now")
print(m, m.group(), m.group(1), m.groups(), m.span(), m.start(2), m.end(2), m[2])
print(re.findall(r"\d+", "a1b22c333"), re.findall(r"(\w)(\d)", "a1 b2"), re.split(r"[,;]\s*", "a, b;c"), re.split(r"(-)", "a-b-c", maxsplit=1))
print(re.sub(r"\d", "#", "a1b2"), re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.subn("a", "b", "banana", count=2))
print(re.sub(r"\d+", lambda m: str(int(m.group()) * 2), "a1b22"))
p = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)", re.I)
print(p, p.match("2024-05").groupdict(), p.groupindex, p.groups, p.pattern, p.flags)
for m in re.finditer(r"o", "foo boo"):
    print(m.start(), end=" ")
print()
print(re.fullmatch(r"\d+", "123"), re.fullmatch(r"\d+", "12a"), re.match("b", "ab"))
print(re.escape("a.b*c"), re.sub(r"(?m)^", "> ", "x\ny"), re.findall("^a", "a\nab", re.M))
try:
    re.compile("(")
except re.error as e:
    print(e, e.pos)
print(re.search("x", "abc") is None, bool(re.search("b", "abc")), re.I, re.I | re.M)
m = re.match(r"(a)|(b)", "b")
print(m.groups(), m.groups("-"), m.lastindex, m.lastgroup, m.group(1, 2), m.expand(r"\2!"))
