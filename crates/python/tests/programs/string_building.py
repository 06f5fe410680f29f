s = ""
for i in range(5): s += str(i)
print(s, "".join(str(i) for i in range(5)), s == "01234", s.__len__() if False else len(s))
rows = [("a", 1), ("bb", 22)]
for n, v in rows: print(n.ljust(4) + str(v).rjust(4))
print("\n".join(f"{i}: {'*' * i}" for i in range(1, 4)))
print("-" * 20, "=" * 3, sep="\n")
