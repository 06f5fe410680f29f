def deco(f):
    def w(*a):
        return f(*a) * 2
    return w
@deco
def half(x):
    return 1 / x
print(half(2))
print(half(0))
