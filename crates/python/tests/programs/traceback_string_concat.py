name = "Ann"
age = 30
print("Name: " + name + ", age: " + age)
