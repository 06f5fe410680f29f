# Statistics, exact where CPython's are: numbers are added as fractions, and rounded once.

import math

class StatisticsError(ValueError):
    pass

def _fraction(x):
    try:
        return x.as_integer_ratio()
    except AttributeError:
        raise TypeError(f"can't convert type '{type(x).__name__}' to numerator/denominator") from None
    except (OverflowError, ValueError):
        return (x, None)

def _kind(data):
    # The class of the results: float as soon as there is one.
    return float if any(isinstance(x, float) for x in data) else int

def _add(pairs):
    # Denominators are few: numerators are added for each.
    sums = {}
    for numerator, denominator in pairs:
        sums[denominator] = sums.get(denominator, 0) + numerator
    if None in sums:
        return (sums[None], None)
    common = 1
    for denominator in sums:
        common = common * denominator // math.gcd(common, denominator)
    return (sum(numerator * (common // denominator) for denominator, numerator in sums.items()), common)

def _convert(numerator, denominator, kind):
    if denominator is None:
        return numerator
    if kind is int and numerator % denominator == 0:
        return numerator // denominator
    return numerator / denominator

def _checked(data, least, words):
    data = list(data)
    if len(data) < least:
        raise StatisticsError(words)
    return data

def mean(data):
    data = _checked(data, 1, "mean requires at least one data point")
    numerator, denominator = _add(_fraction(x) for x in data)
    if denominator is None:
        return numerator / len(data)
    return _convert(numerator, denominator * len(data), _kind(data))

def fmean(data, weights=None):
    data = list(data)
    if weights is None:
        if not data:
            raise StatisticsError("fmean requires at least one data point")
        return math.fsum(data) / len(data)
    weights = list(weights)
    if len(data) != len(weights):
        raise StatisticsError("data and weights must be the same length")
    total = math.fsum(weights)
    if not total:
        raise StatisticsError("sum of weights must be non-zero")
    return math.fsum([x * weight for x, weight in zip(data, weights)]) / total

def geometric_mean(data):
    try:
        return math.exp(fmean(map(math.log, data)))
    except ValueError:
        raise StatisticsError("geometric mean requires a non-empty dataset containing positive numbers") from None

def harmonic_mean(data, weights=None):
    data = _checked(data, 1, "harmonic_mean requires at least one data point")
    if weights is None:
        weights = [1] * len(data)
    else:
        weights = list(weights)
        if len(weights) != len(data):
            raise StatisticsError("Number of weights does not match data size")
    if len(data) == 1 and data[0] >= 0:
        return data[0]
    parts = []
    for x, weight in zip(data, weights):
        if x < 0:
            raise StatisticsError("harmonic mean does not support negative values")
        if weight and x == 0:
            return 0
        parts.append(_fraction(weight / x if weight else 0))
    numerator, denominator = _add(parts)
    above, below = _add(_fraction(weight) for weight in weights)
    if denominator is None:
        return above / below / numerator
    return _convert(above * denominator, below * numerator, float)

def median(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    middle = len(data) // 2
    if len(data) % 2:
        return data[middle]
    return (data[middle - 1] + data[middle]) / 2

def median_low(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[(len(data) - 1) // 2]

def median_high(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[len(data) // 2]

def _counted(data):
    counts = {}
    for item in data:
        counts[item] = counts.get(item, 0) + 1
    return counts

def mode(data):
    counts = _counted(data)
    if not counts:
        raise StatisticsError("no mode for empty data")
    return max(counts, key=counts.get)

def multimode(data):
    counts = _counted(data)
    most = max(counts.values(), default=0)
    return [item for item, count in counts.items() if count == most]

def quantiles(data, *, n=4, method="exclusive"):
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(data)
    length = len(data)
    if length < 2:
        raise StatisticsError("must have at least two data points")
    result = []
    if method == "inclusive":
        for i in range(1, n):
            at, delta = divmod(i * (length - 1), n)
            result.append((data[at] * (n - delta) + data[at + 1] * delta) / n)
        return result
    if method == "exclusive":
        for i in range(1, n):
            at = min(max(i * (length + 1) // n, 1), length - 1)
            delta = i * (length + 1) - at * n
            result.append((data[at - 1] * (n - delta) + data[at] * delta) / n)
        return result
    raise ValueError(f"Unknown method: {method!r}")

def _squares(data, center):
    # The sum of the squared distances from the mean, exactly: n*sum(x*x) - sum(x)**2, over n.
    pairs = [_fraction(x) for x in data]
    if any(denominator is None for _, denominator in pairs):
        return (sum(x * x for x in data), None)
    if center is not None:
        c, d = _fraction(center)
        return _add(((a * d - c * b) ** 2, (b * d) ** 2) for a, b in pairs)
    a, b = _add(pairs)
    c, d = _add((numerator * numerator, denominator * denominator) for numerator, denominator in pairs)
    count = len(data)
    return (count * c * b * b - a * a * d, count * d * b * b)

def variance(data, xbar=None):
    data = _checked(data, 2, "variance requires at least two data points")
    numerator, denominator = _squares(data, xbar)
    if denominator is None:
        return numerator
    return _convert(numerator, denominator * (len(data) - 1), _kind(data))

def pvariance(data, mu=None):
    data = _checked(data, 1, "pvariance requires at least one data point")
    numerator, denominator = _squares(data, mu)
    if denominator is None:
        return numerator
    return _convert(numerator, denominator * len(data), _kind(data))

def _root(numerator, denominator):
    # The float nearest to the root of a fraction: an integer root with bits to spare, whose last bit says whether
    # anything was cut off.
    if denominator is None:
        raise AttributeError("'float' object has no attribute 'numerator'")
    if numerator == 0:
        return 0.0
    shift = (numerator.bit_length() - denominator.bit_length() - 120) // 2
    if shift >= 0:
        whole, rest = divmod(numerator, denominator << 2 * shift)
    else:
        whole, rest = divmod(numerator << -2 * shift, denominator)
    root = math.isqrt(whole)
    root = root * 2 + (1 if rest or root * root != whole else 0)
    return (root << shift) / 2 if shift >= 0 else root / (2 << -shift)

def stdev(data, xbar=None):
    data = _checked(data, 2, "stdev requires at least two data points")
    numerator, denominator = _squares(data, xbar)
    return _root(numerator, denominator and denominator * (len(data) - 1))

def pstdev(data, mu=None):
    data = _checked(data, 1, "pstdev requires at least one data point")
    numerator, denominator = _squares(data, mu)
    return _root(numerator, denominator and denominator * len(data))

def covariance(x, y, /):
    n = len(x)
    if len(y) != n:
        raise StatisticsError("covariance requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("covariance requires at least two data points")
    xbar, ybar = math.fsum(x) / n, math.fsum(y) / n
    return math.fsum((a - xbar) * (b - ybar) for a, b in zip(x, y)) / (n - 1)

def correlation(x, y, /):
    n = len(x)
    if len(y) != n:
        raise StatisticsError("correlation requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("correlation requires at least two data points")
    xbar, ybar = math.fsum(x) / n, math.fsum(y) / n
    sxy = math.fsum((a - xbar) * (b - ybar) for a, b in zip(x, y))
    sxx = math.fsum((d := a - xbar) * d for a in x)
    syy = math.fsum((d := b - ybar) * d for b in y)
    try:
        return sxy / math.sqrt(sxx * syy)
    except ZeroDivisionError:
        raise StatisticsError("at least one of the inputs is constant") from None
