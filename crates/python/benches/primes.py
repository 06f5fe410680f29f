def count_primes(limit):
    count = 0
    for n in range(2, limit):
        i = 2
        prime = True
        while i * i <= n:
            if n % i == 0:
                prime = False
                break
            i += 1
        if prime:
            count += 1
    return count

def main():
    return count_primes(200_000)
