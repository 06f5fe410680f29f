print('{:.2f}'.format(3.14159))
print('{:.2f}'.format('x'))
