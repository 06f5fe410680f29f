def main():
    counts = {}
    items = []
    for i in range(500_000):
        key = i % 1000
        counts[key] = counts.get(key, 0) + 1
        items.append(key)
    return sum(items) + len(counts)
