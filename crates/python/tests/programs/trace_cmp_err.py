class A: pass
print(A() == A())
print(A() < A())
