class A:
    def __init__(self): self.__x = 1; self._y = 2
    def get(self): return self.__x
    def __hidden(self): return "h"
    def call(self): return self.__hidden()
a = A(); print(a.get(), a._A__x, a.call(), a._A__hidden())
try: a.__x
except AttributeError as e: print(e)
class B(A):
    def __init__(self): super().__init__(); self.__x = 5
print(B().get(), sorted(B().__dict__))
