class A:
    def f(self, x):
        return x

print(A().f(1))
print(A().f())
