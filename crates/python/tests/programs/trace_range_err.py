print(list(range(3)))
print(list(range(1.5)))
