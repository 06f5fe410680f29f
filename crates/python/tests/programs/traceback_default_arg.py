def f(x=int("z")):
    return x
