def g(x):
    raise ValueError(x)
print("start", len(str(g(1))))
