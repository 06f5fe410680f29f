try:
    int("x")
except ValueError:
    raise TypeError("no number") from None
