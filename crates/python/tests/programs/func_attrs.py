def f(): "doc string"; return 1
f.calls = 0; f.calls += 1
print(f.calls, f.__name__, f.__doc__, f.__qualname__, f.__module__)
class A:
    "class doc"
    def m(self): "method doc"
print(A.__doc__, A.m.__doc__, A.m.__qualname__, A.__module__, A().m.__name__, A().__doc__)
print((lambda: 0).__name__, __name__)
