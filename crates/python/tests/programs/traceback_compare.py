def check(a, b):
    if a < b:
        return True
check(1, "b")
