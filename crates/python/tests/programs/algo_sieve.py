def sieve(n):
    marks = bytearray([1]) * (n + 1)
    marks[0:2] = b"\x00\x00"
    for i in range(2, int(n ** 0.5) + 1):
        if marks[i]:
            marks[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return [i for i, m in enumerate(marks) if m]
ps = sieve(100)
print(ps, len(sieve(10000)), sum(ps))
def factors(n):
    out, d = {}, 2
    while d * d <= n:
        while n % d == 0:
            out[d] = out.get(d, 0) + 1
            n //= d
        d += 1
    if n > 1: out[n] = out.get(n, 0) + 1
    return out
for n in (360, 97, 1001, 2 ** 20, 600851475143):
    print(n, factors(n), " * ".join(f"{p}^{e}" if e > 1 else str(p) for p, e in factors(n).items()))
twin = [(a, b) for a, b in zip(ps, ps[1:]) if b - a == 2]
print(twin, max(twin), len(twin))
