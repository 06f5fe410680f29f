def grade(s): return "A" if s >= 90 else "B" if s >= 80 else "C"
print([grade(s) for s in (95, 85, 10)], 1 if [] else 2, (lambda x: "even" if x % 2 == 0 else "odd")(3))
