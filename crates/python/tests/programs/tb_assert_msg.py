def check(items):
    total = sum(items)
    assert total == 10, f"sum is {total}, not 10"
    return total

print(check([4, 6]))
print(check([1, 2]))
