class Tree:
    def __init__(self, v): self.v = v; self.l = self.r = None
    def insert(self, v):
        side = "l" if v < self.v else "r"
        if getattr(self, side) is None: setattr(self, side, Tree(v))
        else: getattr(self, side).insert(v)
    def __iter__(self):
        if self.l: yield from self.l
        yield self.v
        if self.r: yield from self.r
t = Tree(5)
for v in [3, 8, 1, 4, 9]: t.insert(v)
print(list(t), max(t), t.l.v)
