class Stack(list):
    def push(self, x): self.append(x)
    def peek(self): return self[-1]
s = Stack([1, 2]); s.push(3); print(s, s.peek(), len(s), isinstance(s, list), s[0], [x for x in s], s + [4], 3 in s, sorted(s, reverse=True))
class D(dict):
    def __missing__(self, k): return k * 2
d = D(a=1); print(d["a"], d["zz"], d, len(d), "a" in d, list(d.items()))
class Up(str):
    def shout(self): return self.upper() + "!"
u = Up("hey"); print(u, u.shout(), u + "x", len(u), u == "hey", isinstance(u, str), {u: 1}["hey"], f"{u:>5}")
class Money(int):
    def __add__(self, o): return Money(int(self) + int(o))
    def __repr__(self): return f"${int(self)}"
print(Money(5) + 3, Money(2) * 2, Money(7) > 3, [Money(1)])
class T(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
print(T(1, 2), T(1, 2)[0])
class MyErr(ValueError):
    def __init__(self, msg, code=0): super().__init__(msg); self.code = code
try: raise MyErr("m", 5)
except ValueError as e: print(e, e.code, repr(e), e.args)
