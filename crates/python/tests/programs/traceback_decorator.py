def deco(f):
    raise RuntimeError("no decorating")
@deco
def g():
    pass
