x = 5
print([1, 2][0])
print(x[0])
