class InsufficientFunds(Exception):
    def __init__(self, need, have):
        super().__init__(f"need {need}, have {have}")
        self.need, self.have = need, have
def transfer(accounts, a, b, n):
    if accounts[a] < n: raise InsufficientFunds(n, accounts[a])
    accounts[a] -= n; accounts[b] += n
acc = {"ann": 10, "ben": 0}
transfer(acc, "ann", "ben", 5); print(acc)
try: transfer(acc, "ann", "ben", 50)
except InsufficientFunds as e: print(e, e.need - e.have)
transfer(acc, "ann", "zoe", 1)
