class Node:
    def __init__(self, v, nxt=None): self.v, self.next = v, nxt
class LL:
    def __init__(self): self.head = None; self.n = 0
    def push(self, v): self.head = Node(v, self.head); self.n += 1
    def __iter__(self):
        cur = self.head
        while cur: yield cur.v; cur = cur.next
    def __len__(self): return self.n
    def reverse(self):
        prev = None; cur = self.head
        while cur: cur.next, prev, cur = prev, cur, cur.next
        self.head = prev
l = LL()
for i in range(4): l.push(i)
print(list(l), len(l)); l.reverse(); print(list(l), 2 in l, sum(l))
