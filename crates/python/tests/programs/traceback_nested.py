def a():
    b()

def b():
    c(1)

def c(x):
    raise ValueError("bad " + str(x))

a()
