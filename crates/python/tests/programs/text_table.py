rows = [("name", "qty", "price"), ("apple", 3, 1.5), ("kiwi", 12, 0.25)]
head, *body = rows
print(" | ".join(f"{h:^8}" for h in head)); print("-" * 30)
for n, q, p in body: print(f"{n:<8} | {q:>8} | {p:>8.2f}")
print(f"{'total':<8} | {sum(r[1] for r in body):>8} | {sum(r[1] * r[2] for r in body):>8.2f}")
