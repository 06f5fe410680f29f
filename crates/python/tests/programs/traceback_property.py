class A:
    @property
    def v(self):
        return self._missing

a = A()
print(a.v)
