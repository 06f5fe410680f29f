text = '  hello '
print(text.strip().upper().center(11, '*'))
print(text.strip().upperr().center(11))
