people = [('a', 3), ('b', None), ('c', 1)]
print(sorted(people[:1]))
print(sorted(people, key=lambda p: p[1]))
