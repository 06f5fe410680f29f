def outer():
    def inner(x):
        return x.foo
    return inner(5)
outer()
