name = 'Ann'
age = 5
print('Name: ' + name)
print('Age: ' + age)
