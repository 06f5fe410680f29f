class Refused(Exception):
    def __init__(self, amount):
        super().__init__(f"refused: {amount}")
        self.amount = amount

def check(amount):
    if amount % 3 == 0:
        raise Refused(amount)
    if amount % 5 == 0:
        raise ValueError("five")
    return amount

def deep(n):
    if n == 0:
        raise KeyError("bottom")
    return deep(n - 1)

def with_finally(log):
    try:
        return check(len(log))
    finally:
        log.append(1)

def parse(text):
    try:
        return int(text)
    except ValueError:
        return -1

def main():
    total = 0
    for i in range(40_000):
        try:
            total += check(i)
        except Refused as error:
            total += error.amount
        except ValueError:
            total -= 1
    for _ in range(2_000):
        try:
            deep(20)
        except KeyError:
            total += 1
    log = []
    for _ in range(20_000):
        try:
            total += with_finally(log)
        except (Refused, ValueError):
            total += 2
    for i in range(40_000):
        total += parse("12" if i % 2 else "x12")
    for i in range(10_000):
        try:
            try:
                {}[i]
            except KeyError as error:
                raise RuntimeError("again") from error
        except RuntimeError as error:
            total += error.__cause__.args[0]
    found = 0
    for i in range(40_000):
        try:
            found += [1, 2, 3][i % 4]
        except IndexError:
            found += 10
    return total + found
