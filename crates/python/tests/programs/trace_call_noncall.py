class V:
    x = 3
v = V()
print(v.x)
v()
