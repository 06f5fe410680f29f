try:
    1 / 0
except ZeroDivisionError as e:
    raise ExceptionGroup('g', [e, TypeError('t')]) from e
