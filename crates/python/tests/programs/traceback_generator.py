def gen():
    yield 1
    raise ValueError("inside")

for x in gen():
    print(x)
