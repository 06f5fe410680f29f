"""Writes src/text/unicode_tables.rs: run it with CPython 3.11, whose Unicode the tables are."""

import sys
import unicodedata

assert sys.version_info[:2] == (3, 11), "the tables are CPython 3.11's"

PROPERTIES = ["printable", "alpha", "decimal", "digit", "numeric", "space"]


def class_of(c):
    bits = sum(getattr(c, "is" + name)() << at for at, name in enumerate(PROPERTIES))
    return bits | (unicodedata.category(c) == "Lt") << len(PROPERTIES)


def base36(number):
    digits = ""
    while number or not digits:
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36] + digits
        number //= 36
    return digits


runs = []
for code in range(128, 0x110000):
    kind = class_of(chr(code))
    if runs and runs[-1][0] == kind:
        runs[-1][1] += 1
    else:
        runs.append([kind, 1])
kinds = sorted({kind for kind, _ in runs})
text = "".join("ABCDEFGHIJKLMN"[kinds.index(kind)] + (base36(length) if length > 1 else "") for kind, length in runs)

titles = [
    (c, c.title())
    for c in map(chr, range(128, 0x110000))
    if c.title() != c.upper() and not (c.title() == c)
]
same = [c for c in map(chr, range(128, 0x110000)) if c.title() != c.upper() and c.title() == c]

print("//! Unicode as CPython 3.11 knows it (version 14). Written by `tests/plain/unicode_tables.py`; not by hand.")
print()
print("/// The properties of each letter of [`RUNS`]: bits in the order")
print(f"/// {', '.join(PROPERTIES)}, title case.")
print(f"pub(super) const KINDS: &[u8] = &{kinds};")
print()
print("/// From U+0080 on: a letter for the properties, and how many characters have them, in base 36.")
print('pub(super) const RUNS: &str = "\\')
for at in range(0, len(text), 110):
    print(text[at : at + 110] + ("\\" if at + 110 < len(text) else '";'))
print()
print("/// Characters whose title case is not their upper case.")
print("#[rustfmt::skip]")
print("pub(super) const TITLES: &[(char, &str)] = &[")
for at in range(0, len(titles), 5):
    print("    " + " ".join(f"('{a}', \"{b}\")," for a, b in titles[at : at + 5]))
print("];")
print()
print("/// Characters that are their own title case, though they have another upper case.")
print("#[rustfmt::skip]")
print("pub(super) const TITLES_SAME: &[char] = &[")
for at in range(0, len(same), 16):
    print("    " + " ".join(f"'{c}'," for c in same[at : at + 16]))
print("];")
