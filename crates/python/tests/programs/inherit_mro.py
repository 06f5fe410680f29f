class A:
    def who(self): return "A"
    def call(self): return self.who()
class B(A):
    def who(self): return "B" + super().who()
class C(A):
    def who(self): return "C" + super().who()
class D(B, C):
    def who(self): return "D" + super().who()
print(D().call(), [c.__name__ for c in D.__mro__], D.__bases__, isinstance(D(), A), issubclass(D, (C, int)))
class Base:
    registry = {}
    def __init__(self, *args, **kw):
        self.args, self.kw = args, kw
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        Base.registry[cls.__name__] = cls
class X(Base):
    def __init__(self, x, **kw):
        super().__init__(x, **kw)
        self.x = x
class Y(X): pass
y = Y(1, z=2); print(y.args, y.kw, y.x, Base.registry)
class Mixin:
    def describe(self): return f"{type(self).__name__}:{self.name}"
class Named(Mixin):
    def __init__(self, name): self.name = name
print(Named("n").describe())
try:
    class Bad(A, B): pass
except TypeError as e: print(e)
class Animal:
    sound = "..."
    def speak(self): return f"{self.__class__.__name__} says {self.sound}"
class Dog(Animal): sound = "Woof"
class Cat(Animal):
    sound = "Meow"
    def speak(self): return super().speak() + "!"
for a in (Dog(), Cat(), Animal()): print(a.speak())
class Meta: pass
print(A.__name__, A().__class__, type(A()) is A, D.who.__qualname__, B.__dict__.get("who") is B.who)
class P:
    __private = 1
    def get(self): return self.__private
    def _p(self): return "prot"
class Q(P):
    __private = 2
print(Q().get(), Q()._P__private, Q()._Q__private, Q()._p())
print(super(B, D()).who(), super(D, D()).who())
class Str(str):
    def shout(self): return self.upper() + "!"
s = Str("hey"); print(s.shout(), s + "x", len(s), isinstance(s, str), type(s + "x").__name__, s == "hey", {s: 1}["hey"])
class E(Exception): pass
class F(E, ValueError): pass
try: raise F("both")
except ValueError as e: print(repr(e), isinstance(e, E), F.__mro__[1].__name__)
