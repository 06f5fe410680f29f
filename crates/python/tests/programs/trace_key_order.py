d = {1: 'a', 'b': 2}
print(d)
print(sorted(d))
