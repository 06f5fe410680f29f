a = 2 ** 200
b = 3 ** 150
print(a, b, a * b, a + b, a - b, b // a, a % 1000007, b ** 2 % 97, -a // 7, -a % 7, divmod(b, a))
print(a.bit_length(), (a >> 190), (1 << 100), a & (a - 1), a | 1, a ^ b, ~a, hex(a), oct(a)[:20], bin(a)[:10], len(str(b)))
print(pow(3, 1000, 10 ** 9 + 7), pow(7, -1, 31), abs(-a), a == 2 ** 200, a < b, float(a), int("9" * 30), int(1e25), hash(a) == hash(2 ** 200))
import math
print(math.factorial(30), math.gcd(a, 6 ** 50), math.isqrt(a), math.comb(60, 30), math.lcm(12, 18), math.perm(10, 3), math.prod(range(1, 15)))
print(sum(10 ** i for i in range(30)), max(a, b) == b, sorted([a, -a, 0, 1]), int("ff", 16), int("-0b101", 0), int("1_000"), (10 ** 20).to_bytes(9, "big"), int.from_bytes(b"\x01\x00", "little"))
def fib(n):
    x, y = 0, 1
    for _ in range(n):
        x, y = y, x + y
    return x
print(fib(300), f"{a:,}"[:30], f"{a:e}", f"{a:x}", a.__class__, (5).bit_count(), (-8) >> 1, 0b1010, 0o17, 1_0)
print(2 ** -2, 2 ** 0.5, (-8) ** (1 / 3) if False else "", 10 ** 18 * 10, 9223372036854775807 + 1, -9223372036854775808 - 1, 4611686018427387904 * 2, 3037000500 ** 2)
