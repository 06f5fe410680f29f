def check(age):
    if age < 0:
        raise ValueError('age cannot be negative')
    return age

print(check(5))
check(-1)
