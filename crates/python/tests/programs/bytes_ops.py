b = b"hello"
print(b, b[0], b[1:3], len(b), b + b"x", b * 2, b == b"hello", list(b), 104 in b, b"ell" in b)
print(b.decode(), "é".encode(), "é".encode("utf-8").decode(), b.hex(), bytes.fromhex("ff00"), bytes(3))
ba = bytearray(b"ab"); ba.append(99); ba[0] = 65; print(ba, bytes(ba))
try: b[0] = 1
except TypeError as e: print(e)
try: b"\xff".decode()
except UnicodeDecodeError as e: print(e)
print((1000).to_bytes(2, "big"), int.from_bytes(b"\x03\xe8", "big"), b"a,b".split(b","), b",".join([b"x", b"y"]))
