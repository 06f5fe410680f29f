from collections import deque, defaultdict
import heapq
g = {"A": {"B": 4, "C": 1}, "B": {"D": 1}, "C": {"B": 2, "D": 5}, "D": {"E": 3}, "E": {}}
def dijkstra(g, s):
    dist = {v: float("inf") for v in g}; dist[s] = 0; prev = {}
    q = [(0, s)]
    while q:
        d, u = heapq.heappop(q)
        if d > dist[u]: continue
        for v, w in g[u].items():
            if d + w < dist[v]:
                dist[v] = d + w; prev[v] = u
                heapq.heappush(q, (dist[v], v))
    return dist, prev
dist, prev = dijkstra(g, "A"); print(dist, prev)
path, v = [], "E"
while v: path.append(v); v = prev.get(v)
print(" -> ".join(path[::-1]))
def bfs(g, s):
    seen, q, order = {s}, deque([s]), []
    while q:
        u = q.popleft(); order.append(u)
        for v in g[u]:
            if v not in seen: seen.add(v); q.append(v)
    return order
def dfs(g, u, seen=None):
    seen = seen if seen is not None else []
    if u not in seen:
        seen.append(u)
        for v in g[u]: dfs(g, v, seen)
    return seen
print(bfs(g, "A"), dfs(g, "A"))
def topo(g):
    deg = defaultdict(int)
    for u in g:
        for v in g[u]: deg[v] += 1
    q = deque(u for u in g if not deg[u]); out = []
    while q:
        u = q.popleft(); out.append(u)
        for v in g[u]:
            deg[v] -= 1
            if not deg[v]: q.append(v)
    if len(out) != len(g): raise ValueError("cycle")
    return out
print(topo(g))
try: topo({"a": ["b"], "b": ["a"]})
except ValueError as e: print(e)
class UF:
    def __init__(self, n): self.p = list(range(n))
    def find(self, x):
        while self.p[x] != x:
            self.p[x] = self.p[self.p[x]]; x = self.p[x]
        return x
    def union(self, a, b):
        a, b = self.find(a), self.find(b)
        if a == b: return False
        self.p[a] = b; return True
edges = sorted([(1, 0, 1), (4, 0, 2), (2, 1, 2), (7, 2, 3), (3, 1, 3)]); uf = UF(4)
print([(a, b, w) for w, a, b in edges if uf.union(a, b)])
