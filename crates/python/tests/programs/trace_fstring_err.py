v = [1]
print(f'{v[0]:>5}')
print(f'{v:>5}')
