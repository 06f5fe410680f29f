class InsufficientFunds(Exception):
    def __init__(self, need, have):
        super().__init__(f"need {need:.2f}, have {have:.2f}")
        self.shortfall = need - have
class Account:
    interest = 0.02
    _count = 0
    def __init__(self, owner, balance=0.0):
        self.owner, self._balance, self.log = owner, balance, []
        Account._count += 1
        self.id = Account._count
    @property
    def balance(self): return round(self._balance, 2)
    def deposit(self, x):
        if x <= 0: raise ValueError("deposit must be positive")
        self._balance += x; self.log.append(("in", x)); return self
    def withdraw(self, x):
        if x > self._balance: raise InsufficientFunds(x, self._balance)
        self._balance -= x; self.log.append(("out", x)); return self
    def __repr__(self): return f"{type(self).__name__}({self.owner!r}, {self.balance})"
    def __lt__(self, o): return self.balance < o.balance
    @classmethod
    def total(cls): return cls._count
    @staticmethod
    def fmt(x): return f"${x:,.2f}"
class Savings(Account):
    interest = 0.05
    def year(self): self.deposit(self._balance * self.interest); return self.balance
class Checking(Account):
    def __init__(self, owner, balance=0, limit=100):
        super().__init__(owner, balance); self.limit = limit
    def withdraw(self, x):
        if x > self._balance + self.limit: raise InsufficientFunds(x, self._balance + self.limit)
        self._balance -= x; return self
a, b = Savings("Ann", 1000), Checking("Bob", 50)
a.deposit(500).withdraw(200); print(a, a.year(), a.log, a.interest, Account.interest)
b.withdraw(120); print(b, sorted([a, b]), max(a, b).owner, Account.total(), Account.fmt(1234567.891))
for f in (lambda: b.withdraw(500), lambda: a.deposit(-1), lambda: setattr(a, "balance", 5)):
    try: f()
    except InsufficientFunds as e: print("IF", e, e.shortfall)
    except (ValueError, AttributeError) as e: print(type(e).__name__, e)
print(isinstance(a, Account), issubclass(Savings, Account), Savings.__mro__[1].__name__, a.__class__.__name__, hasattr(a, "limit"), b.__dict__)
