s = "Hello, World"
print(s.upper(), s.lower(), s.swapcase(), s.title(), s.capitalize(), "hELLO wORLD".title(), s.casefold())
print(s.find("o"), s.rfind("o"), s.find("z"), s.index("W"), s.count("l"), s.replace("l", "L", 2), s.startswith("He"), s.endswith(("x", "ld")))
print("  x ".strip() + "|", "xxhixx".strip("x"), "abc".lstrip("ab"), "a,b,,c".split(","), "a b  c".split(), "a b c".split(" ", 1), "a-b-c".rsplit("-", 1), "x\ny\r\nz".splitlines(), "k=v=w".partition("="), "k=v=w".rpartition("="))
print("abc".center(9, "*"), "abc".ljust(6, ".") + "|", "abc".rjust(6), "42".zfill(5), "-42".zfill(5), "tab\tx".expandtabs(4))
print("abc".isalpha(), "ab1".isalnum(), "12".isdigit(), " ".isspace(), "Ab".isupper(), "ab".islower(), "Title Case".istitle(), "x1".isidentifier(), "".isalpha(), "½".isnumeric(), "²".isdigit(), "١".isdecimal())
print("-".join(["a", "b"]), "".join(str(i) for i in range(5)), "abc" * 2, "b" in "abc", "abc" < "abd", min("hello"), max("hello"), "a" "b")
print("hello"[::-1], "hello".translate(str.maketrans("el", "ip")), "hello".translate(str.maketrans({"h": "J", "l": None})), "abc".encode(), b"abc".decode(), "é".encode("utf-8"), "é".encode("latin-1"))
print("removeprefix".removeprefix("remove"), "file.txt".removesuffix(".txt"), repr("it's"), repr('say "hi"'), repr("a\nb\t\x00é"), ascii("é→"), "\u00e9", "\x41", r"raw\n", len("日本語"), "日本語"[1])
print(ord("A"), chr(97), ord("€"), chr(8364), [hex(ord(c)) for c in "ab"], "%s and %r" % ("x", "y"), "{:>5}".format("ab"), f"{'ab':^6}|")
print("a\\b", 'single "double"', """triple
line""", "concat" + "enation", "x" "y")
print("one two three".split(maxsplit=1), ",".split(","), "".split(), "".split(","), "abc".partition("z"), "aXbXc".split("X"), "  lead".lstrip(), sorted("b,a,c".split(",")))
print("Straße".upper(), "ﬁ".upper(), "İ".lower() == "i̇", "ǆ".title(), "ß".casefold(), "ΑΣ".lower())
words = "the cat the dog".split(); print({w: words.count(w) for w in sorted(set(words))}, "the cat".title().swapcase())
print("abc".find("c", 1), "abcabc".find("a", 1, 3), "abc".count(""), "aaa".count("aa"), "aaa".replace("", "-"), "abc".index("b", -2), "x".join("abc"))
for bad in [lambda: "abc".index("z"), lambda: "a".join([1]), lambda: "abc" + 1, lambda: "abc"[5], lambda: "x" * "y", lambda: "a".split(""), lambda: "a" > 1, lambda: "abc".foo]:
    try: bad()
    except Exception as e: print(type(e).__name__, e)
