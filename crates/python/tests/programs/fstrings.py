name, n, pi = "Ann", 42, 3.14159265
print(f"{name} {n} {pi}")
print(f"{n:5d}|{n:<5}|{n:^5}|{n:>5}|{n:05}|{n:+d}|{n:x}|{n:b}|{n:o}|{n:#x}|{n:,}")
print(f"{pi:.2f} {pi:10.3f} {pi:e} {pi:g} {1234567.891:,.2f} {0.25:%}")
print(f"{name!r} {name:>10} {name:*^11} {name!s:.2}")
print(f"{n=} {n + 1 = } {name=!s}")
width = 8
print(f"{pi:{width}.{2}f}|{{literal}}|{'nested ' + name}")
print(f"{[x * 2 for x in range(3)]} {(lambda a: a + 1)(2)} {n if n > 3 else 'small'}")
print(f"{'a' 'b'}" f"{1}" "c")
print(f"{1000000:_} {-5:05d} {3:03}")
