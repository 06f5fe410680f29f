class V:
    def __init__(self, x):
        self.x = x
    def __add__(self, other):
        return V(self.x + other.x)

v = V(1) + V(2)
print(v.x)
V(1) + 5
