if (n := len('abc')) > 2:
    print(n)
print(n.bit_length(), n.nope)
