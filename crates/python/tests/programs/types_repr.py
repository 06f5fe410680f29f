print(type(1), type("s"), type(None), type([]), type(print), type(lambda: 0), type(type), int, str)
class A: pass
print(A, type(A()), Exception, ValueError("x"), [ValueError("x", 1)])
def f(): pass
print(str(f).startswith("<function f at 0x"), range(3), slice(1, 2), Ellipsis, NotImplemented, b"a\x00\xff'")
print(dict.keys, len, [].append.__name__) if False else None
print(bytes([1, 2]), bytearray(b"x"), frozenset(), set(), {1: {2: [3]}}, 1e100, -0.0, 10 ** 25)
print(repr(1.0), repr(True), str(None), ascii("é"), repr("\x7f\u200b"), repr("\U0001f600"))
