def parse(text):
    key, value = text.split("=")
    return key, int(value)
for line in ["a=1", "b=x"]:
    print(parse(line))
