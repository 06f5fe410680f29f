def f(a):
    return a["k"] + a["m"]
f({"k": 1})
