items = [1, 2, 3]
def third(l):
    return l[3]

print(third([1, 2, 3, 4]))
print(third(items))
