def gen(n):
    for i in range(n):
        yield 10 / (2 - i)

for x in gen(5):
    print(x)
