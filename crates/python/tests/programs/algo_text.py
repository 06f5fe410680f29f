import string
from collections import Counter
def caesar(t, k): return "".join(chr((ord(c) - b + k) % 26 + b) if (b := 65 if c.isupper() else 97) and c.isalpha() else c for c in t)
print(caesar("Hello, World!", 3), caesar(caesar("Hello", 5), -5))
def vigenere(t, key): return "".join(chr((ord(c) + ord(key[i % len(key)]) - 130) % 26 + 65) for i, c in enumerate(t))
print(vigenere("ATTACKATDAWN", "LEMON"))
def rle(s):
    from itertools import groupby
    return "".join(f"{len(list(g))}{c}" for c, g in groupby(s))
print(rle("aaabbc"), rle(""))
def palin(s): s = "".join(filter(str.isalnum, s.lower())); return s == s[::-1]
print(palin("A man, a plan, a canal: Panama"), palin("no"))
words = "the quick brown fox jumps over the lazy dog the end".split()
print(Counter(words).most_common(2), sorted(words, key=lambda w: (-len(w), w))[:3], max(words, key=len))
groups = {}
for w in ["eat", "tea", "tan", "ate", "nat", "bat"]: groups.setdefault("".join(sorted(w)), []).append(w)
print(list(groups.values()))
def balanced(s):
    pairs, st = {")": "(", "]": "[", "}": "{"}, []
    for c in s:
        if c in "([{": st.append(c)
        elif c in pairs and (not st or st.pop() != pairs[c]): return False
    return not st
print([balanced(s) for s in ("([]{})", "([)]", "((", "")])
print(string.ascii_lowercase, string.digits, string.punctuation[:5], string.capwords("hello big world"), string.Template("$who likes ${what}").substitute(who="A", what="B"))
def wrap(t, n):
    line = ""
    for w in t.split():
        if len(line) + len(w) + bool(line) > n: yield line; line = w
        else: line = f"{line} {w}" if line else w
    yield line
print(*wrap("the quick brown fox jumps over the lazy dog", 12), sep="\n")
morse = dict(zip("SO", ["...", "---"])); print(" ".join(morse[c] for c in "SOS"))
print("".join(sorted(set("mississippi"), key="mississippi".index)), "abc".translate({97: "x", 98: None}), sum(c in "aeiou" for c in "education"))
print([w for w in words if w[0] in "tq"], " ".join(w[::-1] for w in words[:3]), "".join(w[0].upper() for w in "portable network graphics".split()))
