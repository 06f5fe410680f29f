def f():
    try:
        raise ValueError("first")
    except ValueError as e:
        raise e

f()
