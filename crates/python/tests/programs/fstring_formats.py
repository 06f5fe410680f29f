import math, datetime
x, n, s = 1234.5678, 42, "hi"
print(f"{x:.2f}|{x:10.1f}|{x:<10.1f}|{x:^12.2f}|{x:+.1f}|{x:,.2f}|{x:e}|{x:g}|{x:.3g}|{x:%}")
print(f"{n:5d}|{n:05d}|{n:<5}|{n:^5}|{n:x}|{n:#x}|{n:b}|{n:#b}|{n:o}|{n:c}|{n:,}|{n:_}|{n:+}|{n: }")
print(f"{s:>5}|{s:*^7}|{s!r}|{s!r:>6}|{s:.1}|{s:5}|")
print(f"{n=}|{s=}|{x=:.1f}|{n + 1 = }")
w, pr = 10, 3
print(f"{x:{w}.{pr}f}|{s:{'>'}{w}}|{{}}|{{{n}}}")
print(f"{'nested ' + f'{n}'}|{[i for i in range(3)]}|{ {'a': 1}['a'] }|{(lambda v: v * 2)(3)}")
print("{:>8}|{:<8}|{:^8}|{:08.3f}".format("a", "b", "c", 3.14159), "{0} {1} {0}".format(1, 2), "{a} {b[0]} {c.real}".format(a=1, b=[2], c=3))
print("%5d|%-5d|%05d|%x|%o|%e|%.2f|%s|%r|%c|%%|%10s|%-10s|" % (n, n, n, n, n, x, x, s, s, "z", s, s), "%(a)s %(b)03d" % {"a": 1, "b": 2})
print(1e16, 1e15, 123456789.123456789, 0.1 + 0.2, 1e-5, 1e-4, 1/3, 2**0.5, -0.0, float("nan"), float("-inf"), 1e100, 5e-324, 100.0, 1.5e300 * 1e10)
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2), round(0.5), round(1e20), int(3.99), int(-3.99), 7 // 2, -7 // 2, 7 % -3, -7 % 3, 7.5 // 2, divmod(-7, 2))
print(f"{True:d}|{True}|{None}|{1_000_000:,}|{0xff:08b}|{255:#o}|{-5:05}|{3:>+5}|{0.000001234:g}|{1e10:g}|{123456789:g}")
print(f"{datetime.date(2024, 1, 2):%Y/%m/%d}", format(12.0, ".0f"), format(5, "5"), format("x", ">3"), format(1234567.891, ",.1f"))
