print("a-b_c d".translate(str.maketrans("-_", "  ")), "AbC".casefold(), "x=1;y=2".split(";", 1), "a,b,c".rsplit(",", 1))
print("hello world".title(), "tab\there".expandtabs(4), "abc".find("z"), "aXbX".rindex("X"), "prefix-x".removeprefix("prefix-"), "x.py".removesuffix(".py"))
try: "abc".index("z")
except ValueError as e: print(e)
try: "a" + 1
except TypeError as e: print(e)
try: "abc"[10]
except IndexError as e: print(e)
k = "x"
try: "abc"[k]
except TypeError as e: print(e)
try: ",".join([1, 2])
except TypeError as e: print(e)
try: int("12x")
except ValueError as e: print(e)
try: float("x")
except ValueError as e: print(e)
print("{:>10}|{:<6}|{:^7}|{:.3}|{!r}".format("r", "l", "c", "truncate", "q"), "{0[1]} {1.real} {k[a]}".format([1, 2], 5, k={"a": 3}))
print("%r %s %%" % ("a", [1]), "%(x)d" % {"x": 3}, "%5.1f|%-8s|%+d" % (3.14159, "ab", 5), "%c%c" % ("a", 98))
