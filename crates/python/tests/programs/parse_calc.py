import re
TOKEN = re.compile(r"\s*(?:(\d+\.?\d*)|(.))")
class ParseError(Exception): pass
def tokens(s):
    for num, op in TOKEN.findall(s):
        if num: yield ("num", float(num) if "." in num else int(num))
        elif op.strip(): yield ("op", op)
    yield ("end", None)
class Parser:
    def __init__(self, s): self.t = tokens(s); self.next()
    def next(self): self.kind, self.val = next(self.t)
    def expr(self):
        v = self.term()
        while self.kind == "op" and self.val in "+-":
            o = self.val; self.next(); r = self.term(); v = v + r if o == "+" else v - r
        return v
    def term(self):
        v = self.factor()
        while self.kind == "op" and self.val in "*/":
            o = self.val; self.next(); r = self.factor(); v = v * r if o == "*" else v / r
        return v
    def factor(self):
        if self.kind == "num": v = self.val; self.next(); return v
        if self.val == "-": self.next(); return -self.factor()
        if self.val == "(":
            self.next(); v = self.expr()
            if self.val != ")": raise ParseError(f"expected ) but got {self.val!r}")
            self.next(); return v
        raise ParseError(f"unexpected {self.val!r}")
    def parse(self):
        v = self.expr()
        if self.kind != "end": raise ParseError(f"trailing {self.val!r}")
        return v
for s in ["1+2*3", "(1+2)*3", "-4 / 2", "2 * (3 + 4) - 5 / (1 + 1)", "1 +", "(1", "1 2", "1/0", "3.5*2", ""]:
    try: print(repr(s), "=", Parser(s).parse())
    except ParseError as e: print(repr(s), "error:", e)
    except ZeroDivisionError as e: print(repr(s), type(e).__name__)
def rpn(s):
    st = []
    for t in s.split():
        if t in "+-*/": b, a = st.pop(), st.pop(); st.append({"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else None}[t])
        else: st.append(int(t))
    return st
print(rpn("3 4 + 2 *"), rpn("5 1 2 + 4 * + 3 -"))
def ini(text):
    out, sec = {}, None
    for n, line in enumerate(text.splitlines(), 1):
        line = line.split("#")[0].strip()
        match re.match(r"\[(\w+)\]|(\w+)\s*=\s*(.*)", line), line:
            case None, "": continue
            case None, bad: raise ParseError(f"line {n}: {bad}")
            case m, _ if m[1]: sec = out.setdefault(m[1], {})
            case m, _: sec[m[2]] = m[3]
    return out
print(ini("[a]\nx = 1 # one\n\n[b]\ny=two words"))
try: ini("[a]\n???")
except ParseError as e: print(e)
