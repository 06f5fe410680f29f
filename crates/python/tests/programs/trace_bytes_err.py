print(b'ab' + b'c')
print(b'ab' + 'c')
