def find(l, x):
    for y in l:
        if y == x:
            return y

r = find([1, 2], 5)
print(r.upper())
