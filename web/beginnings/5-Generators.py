def numbers(first):
    while True:
        yield first
        first += 1


def primes():
    found = []
    for number in numbers(2):
        if all(number % prime for prime in found):
            found.append(number)
            yield number


for place, prime in enumerate(primes(), start=1):
    print(f"{place:>3}. {prime}")
    if place == 20:
        break
