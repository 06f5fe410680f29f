class C:
    def __init__(self, v):
        self.v = v
    @property
    def v(self):
        return self._v
    @v.setter
    def v(self, x):
        if not isinstance(x, int):
            raise TypeError('int wanted')
        self._v = x
print(C(1).v)
C('s')
