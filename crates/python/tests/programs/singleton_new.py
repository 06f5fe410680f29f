class Single:
    _i = None
    def __new__(cls, *a):
        if cls._i is None: cls._i = super().__new__(cls); print("new")
        return cls._i
    def __init__(self, v): self.v = v
a, b = Single(1), Single(2); print(a is b, a.v)
class Other:
    def __new__(cls): return 5
print(Other())
