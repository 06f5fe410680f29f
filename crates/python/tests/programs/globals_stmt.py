count = 0
def bump():
    global count, fresh
    count += 1
    fresh = "new"
bump(); bump(); print(count, fresh)
def shadow(count): count = 5; return count
print(shadow(1), count)
del fresh
try: fresh
except NameError as e: print(e)
len = 5; print(len); del len; print(len("abc"))
