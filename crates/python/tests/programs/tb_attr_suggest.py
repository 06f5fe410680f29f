class Dog:
    def __init__(self):
        self.name = "Rex"
    def bark(self):
        return "woof"
d = Dog()
for name in ["nam", "brk", "zzz"]:
    try:
        getattr(d, name)
    except AttributeError as e:
        print(e)
print(d.brk())
