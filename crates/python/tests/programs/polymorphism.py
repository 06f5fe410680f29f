class Shape:
    def area(self): raise NotImplementedError
    def __str__(self): return f"{self.__class__.__name__} {self.area():.2f}"
class Sq(Shape):
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
class Ci(Shape):
    def __init__(self, r): self.r = r
    def area(self): return 3.14159 * self.r ** 2
for s in (Sq(2), Ci(1)): print(s)
try: Shape().area()
except NotImplementedError as e: print(repr(e))
print(sorted([Sq(3), Ci(1)], key=Shape.area)[0] if False else max([Sq(3), Sq(1)], key=lambda s: s.area()))
