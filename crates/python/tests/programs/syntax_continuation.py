total = (1 +
         2 +
         3)
s = "a" \
    "b"
print(total, s); x = 1; y = 2; print(x, y)
if True: print("one line")
def f(a,
      b=2): return a + b
print(f(
    1,
))
print("""triple
quoted 'text' "here" """)
print(r"raw \n", "tab\\", 'single', "\x41\u0042")
