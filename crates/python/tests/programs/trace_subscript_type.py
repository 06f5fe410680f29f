x: list[int] = [1]
print(x)
print(int[3])
