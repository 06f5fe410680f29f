# random: numbers by chance, the same as CPython's where they are seeded. Without a seed it is the run's own.

_NOTHING = object()

class Random:
    def __init__(self, x=None):
        self._place = __native_random_make()
        self.seed(x)

    def seed(self, a=None, version=2):
        if a is None:
            __native_random_seed(self._place, __native_random_entropy())
            return
        if not isinstance(a, (int, float, str, bytes, bytearray)):
            raise TypeError("The only supported seed types are: None,\nint, float, str, bytes, and bytearray.")
        __native_random_seed(self._place, a)

    def getstate(self):
        return __native_random_state(self._place)

    def setstate(self, state):
        __native_random_restore(self._place, state)

    def random(self):
        return __native_random(self._place, "random")

    def getrandbits(self, k):
        return __native_random(self._place, "getrandbits", k)

    def randbytes(self, n):
        return self.getrandbits(n * 8).to_bytes(n, "little")

    def randrange(self, start, stop=None, step=1):
        for one in (start, stop, step):
            if one is not None and not isinstance(one, int):
                if isinstance(one, float) and one.is_integer():
                    raise TypeError(f"'float' object cannot be interpreted as an integer")
                if isinstance(one, float):
                    raise ValueError("non-integer arg 1 for randrange()" if one is start else "non-integer stop for randrange()" if one is stop else "non-integer step for randrange()")
                raise TypeError(f"'{type(one).__name__}' object cannot be interpreted as an integer")
        return __native_random(self._place, "randrange", start, stop, step)

    def randint(self, a, b):
        return self.randrange(a, b + 1)

    def choice(self, seq):
        return seq[__native_random(self._place, "choice", len(seq))]

    def shuffle(self, x):
        for i, j in __native_random(self._place, "shuffle", len(x)):
            x[i], x[j] = x[j], x[i]

    def sample(self, population, k, *, counts=None):
        if not hasattr(population, "__getitem__") or isinstance(population, (dict, set, frozenset)):
            raise TypeError("Population must be a sequence.  For dicts or sets, use sorted(d).")
        if counts is not None:
            population = [item for item, count in zip(population, counts) for _ in range(count)]
        return [population[at] for at in __native_random(self._place, "sample", len(population), k)]

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        n = len(population)
        if cum_weights is None:
            if weights is None:
                return [population[int(self.random() * n)] for _ in range(k)]
            cum_weights, total = [], 0
            for weight in weights:
                total += weight
                cum_weights.append(total)
        elif weights is not None:
            raise TypeError("Cannot specify both weights and cumulative weights")
        cum_weights = list(cum_weights)
        if len(cum_weights) != n:
            raise ValueError("The number of weights does not match the population")
        total = cum_weights[-1] + 0.0
        if total <= 0.0:
            raise ValueError("Total of weights must be greater than zero")
        made = []
        for _ in range(k):
            wanted = self.random() * total
            low, high = 0, n - 1
            while low < high:
                middle = (low + high) // 2
                if wanted < cum_weights[middle]:
                    high = middle
                else:
                    low = middle + 1
            made.append(population[low])
        return made

    def uniform(self, a, b):
        return a + (b - a) * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        return __native_random(self._place, "triangular", low, high, mode)

    def gauss(self, mu=0.0, sigma=1.0):
        return __native_random(self._place, "gauss", mu, sigma)

    def normalvariate(self, mu=0.0, sigma=1.0):
        return __native_random(self._place, "normalvariate", mu, sigma)

    def lognormvariate(self, mu, sigma):
        return __native_random(self._place, "lognormvariate", mu, sigma)

    def expovariate(self, lambd):
        return __native_random(self._place, "expovariate", lambd)

    def paretovariate(self, alpha):
        return __native_random(self._place, "paretovariate", alpha)

    def weibullvariate(self, alpha, beta):
        return __native_random(self._place, "weibullvariate", alpha, beta)

    def gammavariate(self, alpha, beta):
        return __native_random(self._place, "gammavariate", alpha, beta)

    def betavariate(self, alpha, beta):
        return __native_random(self._place, "betavariate", alpha, beta)

class SystemRandom(Random):
    def seed(self, *args):
        __native_random_seed(self._place, __native_random_entropy())

_own = Random()
seed, getstate, setstate = _own.seed, _own.getstate, _own.setstate
random, getrandbits, randbytes = _own.random, _own.getrandbits, _own.randbytes
randrange, randint, choice, choices = _own.randrange, _own.randint, _own.choice, _own.choices
shuffle, sample, uniform, triangular = _own.shuffle, _own.sample, _own.uniform, _own.triangular
gauss, normalvariate, lognormvariate, expovariate = _own.gauss, _own.normalvariate, _own.lognormvariate, _own.expovariate
paretovariate, weibullvariate, gammavariate, betavariate = _own.paretovariate, _own.weibullvariate, _own.gammavariate, _own.betavariate
