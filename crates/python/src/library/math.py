# math: over functions of ours.

pi = 3.141592653589793
e = 2.718281828459045
tau = 6.283185307179586
inf = float("inf")
nan = float("nan")

def sqrt(x, /):
    return __native_math("sqrt", x)

def cbrt(x, /):
    return __native_math("cbrt", x)

def exp(x, /):
    return __native_math("exp", x)

def exp2(x, /):
    return __native_math("exp2", x)

def expm1(x, /):
    return __native_math("expm1", x)

def log1p(x, /):
    return __native_math("log1p", x)

def sin(x, /):
    return __native_math("sin", x)

def cos(x, /):
    return __native_math("cos", x)

def tan(x, /):
    return __native_math("tan", x)

def asin(x, /):
    return __native_math("asin", x)

def acos(x, /):
    return __native_math("acos", x)

def atan(x, /):
    return __native_math("atan", x)

def sinh(x, /):
    return __native_math("sinh", x)

def cosh(x, /):
    return __native_math("cosh", x)

def tanh(x, /):
    return __native_math("tanh", x)

def asinh(x, /):
    return __native_math("asinh", x)

def acosh(x, /):
    return __native_math("acosh", x)

def atanh(x, /):
    return __native_math("atanh", x)

def degrees(x, /):
    return __native_math("degrees", x)

def radians(x, /):
    return __native_math("radians", x)

def fabs(x, /):
    return __native_math("fabs", x)

def log2(x, /):
    return __native_math_log("log2", x)

def log10(x, /):
    return __native_math_log("log10", x)

def log(x, base=None, /):
    value = __native_math_log("log", x)
    return value if base is None else value / __native_math_log("log", base)

def _whole(name, x):
    method = getattr(type(x), f"__{name}__", None)
    return __native_math_whole(name, x) if method is None else method(x)

def floor(x, /):
    return _whole("floor", x)

def ceil(x, /):
    return _whole("ceil", x)

def trunc(x, /):
    return _whole("trunc", x)

def pow(x, y, /):
    return __native_math_pair("pow", x, y)

def fmod(x, y, /):
    return __native_math_pair("fmod", x, y)

def remainder(x, y, /):
    return __native_math_pair("remainder", x, y)

def atan2(x, y, /):
    return __native_math_pair("atan2", x, y)

def copysign(x, y, /):
    return __native_math_pair("copysign", x, y)

def nextafter(x, y, /):
    return __native_math_pair("nextafter", x, y)

def ldexp(x, y, /):
    return __native_math_pair("ldexp", x, y)

def ulp(x, /):
    return __native_math_pair("ulp", x)

def modf(x, /):
    return __native_math_pair("modf", x)

def frexp(x, /):
    return __native_math_pair("frexp", x)

def isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0):
    return __native_math_pair("isclose", a, b, rel_tol, abs_tol)

def factorial(n, /):
    return __native_math_ints("factorial", n)

def isqrt(n, /):
    return __native_math_ints("isqrt", n)

def gcd(*numbers):
    result = 0
    for number in numbers:
        result = __native_math_ints("gcd", result, number)
    return result

def lcm(*numbers):
    result = 1
    for number in numbers:
        result = __native_math_ints("lcm", result, number)
    return result

def perm(n, k=None, /):
    return factorial(n) if k is None else __native_math_ints("perm", n, k)

def comb(n, k, /):
    return __native_math_ints("comb", n, k)

def hypot(*coordinates):
    return __native_math_floats("hypot", coordinates)

def dist(p, q, /):
    return hypot(*[a - b for a, b in zip(p, q, strict=True)])

def fsum(numbers, /):
    return __native_math_floats("fsum", numbers)

def prod(iterable, /, *, start=1):
    for item in iterable:
        start = start * item
    return start

def isfinite(x, /):
    return x - x == 0 if isinstance(x, float) else True

def isinf(x, /):
    return x == inf or x == -inf

def isnan(x, /):
    return x != x
