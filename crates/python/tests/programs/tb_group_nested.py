def work(n):
    if n % 2:
        raise ValueError(f"odd {n}")
    raise TypeError(f"even {n}")

errors = []
for n in range(3):
    try:
        work(n)
    except Exception as e:
        errors.append(e)
raise ExceptionGroup("several", [ExceptionGroup("inner", errors[:2]), errors[2]])
