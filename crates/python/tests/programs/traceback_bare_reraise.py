def f():
    try:
        raise ValueError("first")
    except ValueError:
        print("seen")
        raise

f()
