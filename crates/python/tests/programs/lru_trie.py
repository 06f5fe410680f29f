from collections import OrderedDict
class LRU:
    def __init__(self, n): self.n, self.d = n, OrderedDict()
    def get(self, k):
        if k not in self.d: return -1
        self.d.move_to_end(k); return self.d[k]
    def put(self, k, v):
        self.d[k] = v; self.d.move_to_end(k)
        if len(self.d) > self.n: print("evict", self.d.popitem(last=False))
c = LRU(2); c.put(1, 1); c.put(2, 2); print(c.get(1)); c.put(3, 3); print(c.get(2), list(c.d.items()))
class Trie:
    def __init__(self): self.root = {}
    def insert(self, w):
        n = self.root
        for ch in w: n = n.setdefault(ch, {})
        n["$"] = True
    def words(self, prefix=""):
        n = self.root
        for ch in prefix:
            if ch not in n: return
            n = n[ch]
        def walk(n, p):
            for k in sorted(n):
                if k == "$": yield p
                else: yield from walk(n[k], p + k)
        yield from walk(n, prefix)
t = Trie()
for w in "car card care cat dog do".split(): t.insert(w)
print(list(t.words("car")), list(t.words()), list(t.words("x")))
class BST:
    def __init__(self): self.root = None
    def add(self, v):
        def ins(n): return [v, None, None] if n is None else [n[0], ins(n[1]), n[2]] if v < n[0] else [n[0], n[1], ins(n[2])]
        self.root = ins(self.root); return self
    def __iter__(self):
        st, n = [], self.root
        while st or n:
            while n: st.append(n); n = n[1]
            n = st.pop(); yield n[0]; n = n[2]
    def height(self, n="r"):
        n = self.root if n == "r" else n
        return 0 if n is None else 1 + max(self.height(n[1]), self.height(n[2]))
b = BST()
for v in [5, 3, 8, 1, 4, 9]: b.add(v)
print(list(b), b.height(), 4 in b, min(b), b.root)
class HashMap:
    def __init__(self, n=4): self.b = [[] for _ in range(n)]; self.size = 0
    def __setitem__(self, k, v):
        bk = self.b[hash(k) % len(self.b)]
        for p in bk:
            if p[0] == k: p[1] = v; return
        bk.append([k, v]); self.size += 1
        if self.size > 2 * len(self.b):
            old = [p for bk in self.b for p in bk]; self.__init__(2 * len(self.b))
            for k, v in old: self[k] = v
    def __getitem__(self, k):
        for p in self.b[hash(k) % len(self.b)]:
            if p[0] == k: return p[1]
        raise KeyError(k)
    def __len__(self): return self.size
    def __contains__(self, k):
        try: self[k]; return True
        except KeyError: return False
h = HashMap()
for i in range(20): h[i] = i * i
h[3] = "three"; print(len(h), h[19], h[3], 100 in h, len(h.b))
