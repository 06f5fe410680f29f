class C:
    @property
    def area(self):
        return self.w * self.h

c = C()
c.w = 3
print(c.area)
