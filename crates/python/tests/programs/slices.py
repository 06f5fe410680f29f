s = list(range(10))
print(s[2:8:3], s[::-1], s[-3:-1], s[100:], s[:100], s[5:2], s[5:2:-1], s[slice(1, 3)])
print("hello"[1:], "hello"[:-1], "hello"[::-2], (1, 2, 3)[::2], range(10)[2:5], range(10)[::-1])
print(slice(1, 10, 2), slice(None, 5).indices(3))
