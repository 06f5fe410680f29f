class Shape:
    count = 0

    def __init__(self, name):
        self.name = name
        Shape.count += 1

    def area(self):
        return 0.0

    def describe(self):
        return self.name, self.area()

class Rectangle(Shape):
    def __init__(self, width, height):
        super().__init__("rectangle")
        self.width = width
        self.height = height

    def area(self):
        return self.width * self.height

class Square(Rectangle):
    def __init__(self, side):
        super().__init__(side, side)
        self.name = "square"

    @property
    def side(self):
        return self.width

class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def dot(self, other):
        return self.x * other.x + self.y * other.y

class Account:
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.history = []

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("no such amount")
        self.balance += amount
        self.history.append(amount)

    @classmethod
    def empty(cls, owner):
        return cls(owner)

    @staticmethod
    def fee(amount):
        return amount // 100

def main():
    total = 0.0
    for i in range(20_000):
        shape = Rectangle(i, 2) if i % 2 else Square(i)
        name, area = shape.describe()
        total += area
        if isinstance(shape, Square):
            total += shape.side
    vector = Vector(0, 0)
    step = Vector(1, 2)
    for i in range(40_000):
        vector = vector + step
        if vector == step:
            total += 1
        total += vector.dot(step)
    account = Account.empty("Ayu")
    for i in range(1, 60_000):
        account.deposit(i)
        total += Account.fee(i)
    return int(total) + account.balance + len(account.history)
