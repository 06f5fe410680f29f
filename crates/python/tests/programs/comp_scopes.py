x = "outer"
l = [x for x in range(3)]; print(x, l)
print({k: v for k, v in zip("ab", [1, 2])}, {c for c in "hello" if c > "f"} == {"h", "l", "o"}, [(i, j) for i in range(3) for j in range(i)])
print([[i * j for j in range(3)] for i in range(3)], [y for x in [[1, 2], [3]] for y in x], sum(n for n in range(10) if n % 2 if n > 3))
class C:
    items = [1, 2, 3]
    doubled = [i * 2 for i in items]
    n = len(items)
print(C.doubled, C.n)
def f():
    fs = [lambda: i for i in range(3)]
    return [g() for g in fs]
print(f(), [(lambda v: v + 1)(i) for i in range(3)])
g = (i for i in range(3)); print(next(g), list(g))
print(list(map(lambda p: p[0] + p[1], [(1, 2), (3, 4)])), [a if a else "none" for a in [0, 1, ""]], [*range(2), *[9]])
d = {"a": 1, "b": 2}; print({v: k for k, v in d.items()}, [k for k in d], dict(sorted(d.items(), reverse=True)), {**d, "c": 3})
matrix = [[1, 2, 3], [4, 5, 6]]; print([list(r) for r in zip(*matrix)], [sum(r) for r in matrix], max(max(r) for r in matrix))
print([n for n in range(2, 30) if all(n % d for d in range(2, int(n ** 0.5) + 1))], [w.capitalize() for w in "the quick fox".split()])
print(any(c.isdigit() for c in "ab1"), all(c.islower() for c in "abC"), "".join(reversed("abc")), sorted("banana"), sorted(set("banana")))
try:
    class D:
        a = 1
        b = [a for _ in range(2)]
except NameError as e: print(e)
print([i for i in range(5) if (h := i * i) > 3], h)
print(len([1 for a in range(3) for b in range(3) if a != b]), {i % 3: i for i in range(10)}, set(map(len, ["a", "bb", "cc"])))
