if True:
    if True:
        for i in range(1):
            x = [1, 2][i + 5]
