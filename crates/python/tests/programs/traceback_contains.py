print(3 in 5)
