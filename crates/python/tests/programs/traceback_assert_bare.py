def check(v):
    assert isinstance(v, int)
check(1)
check("1")
