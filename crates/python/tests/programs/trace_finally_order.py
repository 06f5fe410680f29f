def f():
    try:
        return int('q')
    finally:
        print('cleanup')
f()
