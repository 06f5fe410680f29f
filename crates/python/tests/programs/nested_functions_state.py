class Account:
    def __init__(self): self.balance = 0; self.log = []
    def deposit(self, n):
        if n <= 0: raise ValueError("must be positive")
        self.balance += n; self.log.append(("d", n)); return self
    def withdraw(self, n):
        if n > self.balance: raise ValueError(f"insufficient: {self.balance} < {n}")
        self.balance -= n; self.log.append(("w", n)); return self
a = Account().deposit(100).withdraw(30); print(a.balance, a.log)
for amount in (-1, 500):
    try: a.deposit(amount) if amount < 0 else a.withdraw(amount)
    except ValueError as e: print("error:", e)
