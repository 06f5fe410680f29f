TEXT = """Concurrency is about dealing with lots of things at once. Parallelism is about doing lots of
things at once. Not the same, but related. One is about structure, one is about execution. Concurrency provides
a way to structure a solution to solve a problem that may (but not necessarily) be parallelizable."""

def words(text):
    counts = {}
    for word in text.lower().replace(".", " ").replace(",", " ").split():
        word = word.strip("()")
        counts[word] = counts.get(word, 0) + 1
    return counts

def caesar(text, shift):
    out = ""
    for c in text:
        if c.isalpha() and c.islower():
            out += chr((ord(c) - 97 + shift) % 26 + 97)
        else:
            out += c
    return out

def is_palindrome(text):
    clean = "".join(c for c in text.lower() if c.isalnum())
    return clean == clean[::-1]

def table(rows):
    lines = []
    for number, name, value in rows:
        lines.append(f"{number:>5} | {name:<12} | {value:8.2f}")
    return "\n".join(lines)

def main():
    total = 0
    for _ in range(300):
        total += len(words(TEXT))
    for shift in range(60):
        total += len(caesar(TEXT, shift))
    for _ in range(300):
        total += is_palindrome("A man, a plan, a canal: Panama")
    for _ in range(60):
        total += len(table([(i, "name" + str(i), i / 3) for i in range(100)]))
    built = ""
    for i in range(60_000):
        built += "x" if i % 3 else "yz"
    total += built.count("y") + built.find("zzz") + len(built)
    for i in range(30_000):
        key = "item-%d-%s" % (i, "ab"[i % 2])
        if key.startswith("item-1") and key.endswith("b") or "99" in key:
            total += 1
        head, _, tail = key.partition("-")
        total += len(tail) + (head == "item") + len(key.split("-")) + len(key.upper())
    vowels = 0
    for i in range(len(TEXT)):
        for j in range(30):
            if TEXT[i] in "aeiou":
                vowels += 1
    return total + vowels
