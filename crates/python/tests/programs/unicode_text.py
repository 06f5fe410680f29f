s = "naïve café 日本 😀"
print(s, len(s), s[2], s[-1], s.upper(), s[::-1], s.split(), "é" in s, s.find("日"), s.encode("utf-8")[:8])
print(sorted("éaz"), "ß".upper(), "İ".lower() == "i̇", ord("😀"), chr(128512), "\u00e9 \x41 \101")
for c in "日本": print(c, end=" ")
print("日本".center(6, "*"), f"{'日':>4}", repr("日\n"), "a\u0301" == "á")
