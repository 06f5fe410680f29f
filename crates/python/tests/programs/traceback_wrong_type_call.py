def apply(f, x):
    return f(x)

print(apply(len, "abc"))
print(apply("notcallable", 3))
