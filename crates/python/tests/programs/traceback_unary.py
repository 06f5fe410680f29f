x = "abc"
y = -x
