def key(x):
    return x["n"]

print(sorted([{"n": 2}, {"n": 1}], key=key))
sorted([{"n": 2}, {"m": 1}], key=key)
