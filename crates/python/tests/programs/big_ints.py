a = 2 ** 200; b = 3 ** 150
print(a, a + b, a - b, a * b, b // a, b % a, -a // 7, a ** 2 % 1000007, pow(3, 1000, 1007), a > b, a == 2 ** 200)
print(len(str(2 ** 1000)), int("1" * 50), hex(2 ** 70), bin(2 ** 65), a.bit_length(), int(1e20), float(10 ** 20), 10 ** 20 / 10 ** 18)
f = 1
for i in range(1, 31): f *= i
print(f, f // 10 ** 20, hash(2 ** 61 - 1), a & b, a | 1, a ^ a, ~a, f"{a:,}"[:20], f"{2 ** 70:x}", round(123456789012345678901234567890, -20))
