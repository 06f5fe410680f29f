items = [1, 2, 0, 4]
print([10 // i for i in items])
