s = 'abc'
l = list(s)
l[0] = 'z'
print(''.join(l))
s[0] = 'z'
