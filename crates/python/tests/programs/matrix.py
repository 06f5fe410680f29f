def mul(a, b): return [[sum(x * y for x, y in zip(r, c)) for c in zip(*b)] for r in a]
print(mul([[1, 2], [3, 4]], [[5, 6], [7, 8]]), list(zip(*[[1, 2], [3, 4]])))
grid = ["#.#", "..."]; print(sum(row.count("#") for row in grid), [list(r) for r in grid])
