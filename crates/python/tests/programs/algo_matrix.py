class Matrix:
    def __init__(self, rows): self.rows = [list(r) for r in rows]
    @classmethod
    def identity(cls, n): return cls([[int(i == j) for j in range(n)] for i in range(n)])
    @property
    def shape(self): return len(self.rows), len(self.rows[0])
    def __matmul__(self, o):
        if self.shape[1] != o.shape[0]: raise ValueError(f"shapes {self.shape} and {o.shape}")
        return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])
    def __add__(self, o): return Matrix([[a + b for a, b in zip(r, s)] for r, s in zip(self.rows, o.rows)])
    def __pow__(self, n):
        r = Matrix.identity(len(self.rows))
        b = self
        while n:
            if n & 1: r = r @ b
            b = b @ b; n >>= 1
        return r
    def __getitem__(self, k):
        i, j = k
        return self.rows[i][j]
    def __setitem__(self, k, v): self.rows[k[0]][k[1]] = v
    def __eq__(self, o): return self.rows == o.rows
    def __str__(self): return "\n".join(" ".join(f"{x:3}" for x in r) for r in self.rows)
    def __iter__(self): return (x for r in self.rows for x in r)
    def T(self): return Matrix(zip(*self.rows))
    def det(self):
        r = self.rows
        if len(r) == 1: return r[0][0]
        return sum((-1) ** j * r[0][j] * Matrix([row[:j] + row[j + 1:] for row in r[1:]]).det() for j in range(len(r)))
m = Matrix([[1, 2], [3, 4]])
print(m, m.shape, m @ m == m ** 2, m.det(), list(m), m[1, 0], sep="\n")
m[0, 0] = 9; print(m.T()); print((Matrix([[1, 1], [1, 0]]) ** 50)[0, 1], m + m == Matrix([[18, 4], [6, 8]]))
try: m @ Matrix([[1, 2, 3]])
except ValueError as e: print(e)
spiral = lambda m: m and list(m[0]) + spiral(list(zip(*m[1:]))[::-1])
print(spiral([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), [list(r) for r in zip(*[[1, 2], [3, 4]][::-1])])
life = {(1, 0), (1, 1), (1, 2)}
def step(c):
    from collections import Counter
    n = Counter((x + dx, y + dy) for x, y in c for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy)
    return {k for k, v in n.items() if v == 3 or v == 2 and k in c}
for _ in range(2):
    print("\n".join("".join(".#"[(x, y) in life] for x in range(3)) for y in range(3)), "--"); life = step(life)
print(Matrix([[2, 0, 1], [1, 3, 2], [1, 1, 1]]).det())
