def f(x):
    match x:
        case [a, b]:
            return a + b
        case {'k': v}:
            return v.upper()
print(f([1, 2]), f(5))
print(f({'k': 3}))
