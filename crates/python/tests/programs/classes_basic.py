class Animal:
    kind = "animal"
    count = 0
    def __init__(self, name): self.name = name; Animal.count += 1
    def speak(self): return f"{self.name} makes a sound"
    def __repr__(self): return f"{type(self).__name__}({self.name!r})"
class Dog(Animal):
    kind = "dog"
    def speak(self): return super().speak() + ": woof"
class Puppy(Dog):
    def __init__(self, name, age): super().__init__(name); self.age = age
a, d, p = Animal("a"), Dog("rex"), Puppy("bit", 1)
print(a.speak(), d.speak(), p.speak(), p.age, Animal.count, d.kind, [a, d, p])
print(isinstance(p, Animal), issubclass(Dog, Animal), isinstance(a, Dog), type(p) is Puppy, Puppy.__mro__)
p.extra = 5; print(p.__dict__, hasattr(p, "extra"), getattr(p, "nope", "dflt")); del p.extra; print(hasattr(p, "extra"))
setattr(p, "x", 1); print(p.x, Dog.__name__, Dog.__bases__, p.__class__.__name__, Puppy.speak is Dog.speak)
try: p.missing
except AttributeError as e: print(e)
try: Dog.missing
except AttributeError as e: print(e)
try: Animal()
except TypeError as e: print(e)
f = d.speak; print(f()); print(Dog.speak(d))
class Empty: pass
e = Empty(); print(e == e, e == Empty(), e != Empty(), bool(e), str(e).startswith("<__main__.Empty object at 0x"))
try: Empty(1)
except TypeError as e: print(e)
