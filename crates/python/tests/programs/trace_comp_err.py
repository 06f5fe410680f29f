rows = [[1, 2], [3, None]]
print([sum(r) for r in rows[:1]])
print([sum(r) for r in rows])
