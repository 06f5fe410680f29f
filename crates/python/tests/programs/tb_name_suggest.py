counter = 5
def show():
    total = 3
    print(totl)
try:
    show()
except NameError as e:
    print(e)
print(countr)
