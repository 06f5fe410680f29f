n = 3
while n > -1:
    print(10 / n)
    n -= 1
