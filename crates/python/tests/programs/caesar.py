def shift(s, k): return "".join(chr((ord(c) - 97 + k) % 26 + 97) if c.islower() else c for c in s)
print(shift("hello, world", 3), shift(shift("abc xyz", 5), -5))
print("".join(reversed("abc")), "level" == "level"[::-1], sorted("banana"), {c: "banana".count(c) for c in "ban"})
