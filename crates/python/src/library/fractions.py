# fractions: numbers as one whole number over another.

import math as _math

class Fraction:
    __slots__ = ("_numerator", "_denominator")

    def __init__(self, numerator=0, denominator=None):
        if denominator is None:
            if isinstance(numerator, int):
                self._numerator, self._denominator = int(numerator), 1
                return
            if isinstance(numerator, Fraction):
                self._numerator, self._denominator = numerator._numerator, numerator._denominator
                return
            if isinstance(numerator, float):
                self._numerator, self._denominator = numerator.as_integer_ratio()
                return
            if isinstance(numerator, str):
                self._numerator, self._denominator = _read(numerator)
                return
            if hasattr(numerator, "as_integer_ratio"):
                self._numerator, self._denominator = numerator.as_integer_ratio()
                return
            raise TypeError("argument should be a string or a Rational instance")
        if isinstance(numerator, int) and isinstance(denominator, int):
            pass
        elif isinstance(numerator, (int, Fraction)) and isinstance(denominator, (int, Fraction)):
            numerator, denominator = _over(numerator), _over(denominator)
            numerator, denominator = numerator[0] * denominator[1], denominator[0] * numerator[1]
        else:
            raise TypeError("both arguments should be Rational instances")
        if denominator == 0:
            raise ZeroDivisionError(f"Fraction({numerator}, 0)")
        divisor = _math.gcd(numerator, denominator)
        if denominator < 0:
            divisor = -divisor
        self._numerator, self._denominator = numerator // divisor, denominator // divisor

    @property
    def numerator(self):
        return self._numerator

    @property
    def denominator(self):
        return self._denominator

    @classmethod
    def from_float(cls, f):
        return cls(f) if isinstance(f, int) else cls(*f.as_integer_ratio())

    def as_integer_ratio(self):
        return (self._numerator, self._denominator)

    def limit_denominator(self, max_denominator=1000000):
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self)
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        low, high = Fraction(p0 + k * p1, q0 + k * q1), Fraction(p1, q1)
        return high if abs(high - self) <= abs(low - self) else low

    def __repr__(self):
        return f"{self.__class__.__name__}({self._numerator}, {self._denominator})"

    def __str__(self):
        return str(self._numerator) if self._denominator == 1 else f"{self._numerator}/{self._denominator}"

    def __hash__(self):
        if self._denominator == 1:
            return hash(self._numerator)
        modulus = 2 ** 61 - 1
        if self._denominator % modulus == 0:
            result = 314159
        else:
            result = abs(self._numerator) * pow(self._denominator, -1, modulus) % modulus
        result = result if self._numerator >= 0 else -result
        return -2 if result == -1 else result

    def _operated(self, other, exact, rough):
        if isinstance(other, (int, Fraction)):
            n, d = _over(other)
            return exact(self._numerator, self._denominator, n, d)
        if isinstance(other, float):
            return rough(float(self), other)
        return NotImplemented

    def _reflected(self, other, exact, rough):
        if isinstance(other, (int, Fraction)):
            n, d = _over(other)
            return exact(n, d, self._numerator, self._denominator)
        if isinstance(other, float):
            return rough(other, float(self))
        return NotImplemented

    def __add__(self, other):
        return self._operated(other, _add, lambda a, b: a + b)

    def __radd__(self, other):
        return self._reflected(other, _add, lambda a, b: a + b)

    def __sub__(self, other):
        return self._operated(other, _sub, lambda a, b: a - b)

    def __rsub__(self, other):
        return self._reflected(other, _sub, lambda a, b: a - b)

    def __mul__(self, other):
        return self._operated(other, _mul, lambda a, b: a * b)

    def __rmul__(self, other):
        return self._reflected(other, _mul, lambda a, b: a * b)

    def __truediv__(self, other):
        return self._operated(other, _div, lambda a, b: a / b)

    def __rtruediv__(self, other):
        return self._reflected(other, _div, lambda a, b: a / b)

    def __floordiv__(self, other):
        return self._operated(other, _floordiv, lambda a, b: a // b)

    def __rfloordiv__(self, other):
        return self._reflected(other, _floordiv, lambda a, b: a // b)

    def __mod__(self, other):
        return self._operated(other, _mod, lambda a, b: a % b)

    def __rmod__(self, other):
        return self._reflected(other, _mod, lambda a, b: a % b)

    def __divmod__(self, other):
        return (self // other, self % other)

    def __pow__(self, other):
        if isinstance(other, Fraction) and other._denominator == 1:
            other = other._numerator
        if isinstance(other, int):
            if other >= 0:
                return Fraction(self._numerator ** other, self._denominator ** other)
            return Fraction(self._denominator ** -other, self._numerator ** -other)
        if isinstance(other, (float, Fraction)):
            return float(self) ** float(other)
        return NotImplemented

    def __rpow__(self, other):
        if self._denominator == 1 and self._numerator >= 0:
            return other ** self._numerator
        return other ** float(self)

    def __pos__(self):
        return Fraction(self)

    def __neg__(self):
        return Fraction(-self._numerator, self._denominator)

    def __abs__(self):
        return Fraction(abs(self._numerator), self._denominator)

    def __int__(self):
        return self.__trunc__()

    def __trunc__(self):
        return -(-self._numerator // self._denominator) if self._numerator < 0 else self._numerator // self._denominator

    def __floor__(self):
        return self._numerator // self._denominator

    def __ceil__(self):
        return -(-self._numerator // self._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            floor, rest = divmod(self._numerator, self._denominator)
            if rest * 2 < self._denominator:
                return floor
            if rest * 2 > self._denominator:
                return floor + 1
            return floor if floor % 2 == 0 else floor + 1
        shift = 10 ** abs(ndigits)
        return Fraction(round(self * shift), shift) if ndigits > 0 else Fraction(round(self / shift) * shift)

    def __float__(self):
        return self._numerator / self._denominator

    def __bool__(self):
        return self._numerator != 0

    def __eq__(self, other):
        if isinstance(other, (int, Fraction)):
            return (self._numerator, self._denominator) == _over(other)
        if isinstance(other, float):
            return self == Fraction(other) if _math.isfinite(other) else 0.0 == other
        return NotImplemented

    def _ordered(self, other, compare):
        if isinstance(other, (int, Fraction)):
            n, d = _over(other)
            return compare(self._numerator * d, n * self._denominator)
        if isinstance(other, float):
            return compare(self, Fraction(other)) if _math.isfinite(other) else compare(0.0, other)
        return NotImplemented

    def __lt__(self, other):
        return self._ordered(other, lambda a, b: a < b)

    def __le__(self, other):
        return self._ordered(other, lambda a, b: a <= b)

    def __gt__(self, other):
        return self._ordered(other, lambda a, b: a > b)

    def __ge__(self, other):
        return self._ordered(other, lambda a, b: a >= b)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

def _over(value):
    return (value._numerator, value._denominator) if isinstance(value, Fraction) else (int(value), 1)

def _read(text):
    wrong = ValueError(f"Invalid literal for Fraction: {text!r}")
    numerator, slash, denominator = text.strip().partition("/")
    try:
        if slash:
            n, d = int(numerator), int(denominator)
        else:
            mantissa, _, exponent = numerator.lower().partition("e")
            whole, _, decimals = mantissa.partition(".")
            n, d = int(whole + decimals), 10 ** len(decimals)
            power = int(exponent) if exponent else 0
            n, d = (n * 10 ** power, d) if power >= 0 else (n, d * 10 ** -power)
    except ValueError:
        raise wrong from None
    if d == 0:
        raise ZeroDivisionError(f"Fraction({n}, 0)")
    divisor = _math.gcd(n, d)
    return n // divisor, d // divisor

def _add(n, d, m, e):
    return Fraction(n * e + m * d, d * e)

def _sub(n, d, m, e):
    return Fraction(n * e - m * d, d * e)

def _mul(n, d, m, e):
    return Fraction(n * m, d * e)

def _div(n, d, m, e):
    return Fraction(n * e, d * m)

def _floordiv(n, d, m, e):
    return n * e // (d * m)

def _mod(n, d, m, e):
    return Fraction(n * e % (m * d), d * e)
