from functools import lru_cache
def lcs(a, b):
    t = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a, 1):
        for j, y in enumerate(b, 1):
            t[i][j] = t[i - 1][j - 1] + 1 if x == y else max(t[i - 1][j], t[i][j - 1])
    out, i, j = "", len(a), len(b)
    while i and j:
        if a[i - 1] == b[j - 1]: out = a[i - 1] + out; i -= 1; j -= 1
        elif t[i - 1][j] >= t[i][j - 1]: i -= 1
        else: j -= 1
    return out
print(lcs("AGGTAB", "GXTXAYB"), lcs("", "x"), lcs("abcdef", "acf"))
def edit(a, b):
    prev = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        cur = [i]
        for j, y in enumerate(b, 1):
            cur.append(min(prev[j] + 1, cur[-1] + 1, prev[j - 1] + (x != y)))
        prev = cur
    return prev[-1]
print(edit("kitten", "sitting"), edit("", "abc"), edit("same", "same"))
def knap(items, cap):
    best = [0] * (cap + 1)
    for w, v in items:
        for c in range(cap, w - 1, -1): best[c] = max(best[c], best[c - w] + v)
    return best[cap]
print(knap([(1, 1), (3, 4), (4, 5), (5, 7)], 7))
@lru_cache(None)
def ways(n, coins=(25, 10, 5, 1)):
    if n == 0: return 1
    if n < 0 or not coins: return 0
    return ways(n - coins[0], coins) + ways(n, coins[1:])
print(ways(100), ways.cache_info().misses > 10)
def lis(a):
    best = []
    for x in a:
        cand = max((b for b in best if b[-1] < x), key=len, default=[])
        best.append(cand + [x])
    return max(best, key=len)
print(lis([10, 9, 2, 5, 3, 7, 101, 18]))
def paths(m, n): return 1 if m == 1 or n == 1 else paths(m - 1, n) + paths(m, n - 1)
print(paths(5, 5), [[paths(i, j) for j in range(1, 4)] for i in range(1, 4)])
