print(1 and 2, 0 and 2, 0 or "x", "" or [] or None, not 0, not [1], 1 < 2 < 3, 1 < 3 < 2, 1 == 1 != 2)
print(None is None, [] is [], 5 if True else 6, (1 if 0 else 2), True and not False)
def side(v): print("side", v); return v
print(side(0) and side(1), side(1) or side(2), side(1) < side(2) < side(3), side(3) < side(2) < side(9))
print(1 in [1] and 2 not in [1], bool("0"), bool(0.0), bool([0]), any([]), all([]))
print(isinstance(True, int), True == 1, True is True, type(True).__name__)
