print((255).bit_length(), (7).bit_count(), int.from_bytes(b"\x01\x00", "little"), (-5).__abs__() if False else abs(-5), (3).real, 5 .numerator)
print(hash(5), hash(-1), hash(2 ** 61), hash(1.0), hash(1.5), hash(True), hash((1, 2, 3)), hash(()), hash(-1.5), hash(10 ** 30))
print(int("  12  "), int("1_000"), int("-7"), bool(int("0")), int("٣"))
