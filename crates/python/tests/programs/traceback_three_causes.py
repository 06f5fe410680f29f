def a():
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise ValueError("b") from e
def b():
    try:
        a()
    except ValueError as e:
        raise KeyError("c") from e
b()
