import threading
import time
from collections import deque


class Account:
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.lock = threading.Lock()

    def deposit(self, amount):
        with self.lock:
            self.balance += amount

    def withdraw(self, amount):
        with self.lock:
            if amount > self.balance:
                raise ValueError(f"{self.owner} has only {self.balance}")
            self.balance -= amount


def transfer(source, target, amount):
    source.withdraw(amount)
    target.deposit(amount)
    return amount


def main():
    ayu, budi = Account("Ayu", 100), Account("Budi")
    waiting = deque((10, 20, 30))
    total = 0
    while waiting:
        total += transfer(ayu, budi, waiting.popleft())
    try:
        transfer(ayu, budi, 1000)
    except ValueError as error:
        print(error)
    print(total, ayu.balance, budi.balance)


print(__name__, len([n * n for n in range(3)]))
