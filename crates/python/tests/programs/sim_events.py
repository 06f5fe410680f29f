import heapq, random, itertools
class Sim:
    def __init__(self): self.now, self.q, self.seq, self.log = 0, [], itertools.count(), []
    def at(self, t, f, *a): heapq.heappush(self.q, (t, next(self.seq), f, a))
    def run(self, until=100):
        while self.q and self.q[0][0] <= until:
            self.now, _, f, a = heapq.heappop(self.q)
            f(*a)
sim = Sim(); random.seed(5)
waiting, busy, served = [], False, []
def arrive(i):
    waiting.append((i, sim.now))
    if i < 8: sim.at(sim.now + random.randint(1, 4), arrive, i + 1)
    if not busy: start()
def start():
    global busy
    if waiting:
        busy = True
        i, t = waiting.pop(0)
        sim.at(sim.now + random.randint(2, 5), done, i, t)
def done(i, t):
    global busy
    busy = False
    served.append((i, t, sim.now)); start()
sim.at(0, arrive, 1); sim.run()
for i, t, e in served: print(f"customer {i}: arrived {t:2d}, left {e:2d}, stayed {e - t}")
print("mean", sum(e - t for _, t, e in served) / len(served))
class Machine:
    table = {("red", "tick"): "green", ("green", "tick"): "yellow", ("yellow", "tick"): "red"}
    def __init__(self): self.s = "red"
    def fire(self, e):
        try: self.s = self.table[self.s, e]
        except KeyError: raise RuntimeError(f"no {e} in {self.s}") from None
        return self.s
m = Machine(); print([m.fire("tick") for _ in range(4)])
try: m.fire("bang")
except RuntimeError as e: print(e)
def walker(n):
    x = y = 0
    for _ in range(n):
        dx, dy = random.choice([(0, 1), (1, 0), (0, -1), (-1, 0)])
        x, y = x + dx, y + dy
        yield x, y
print(list(walker(6)))
