from dataclasses import dataclass, field
from collections import defaultdict
from typing import Dict, List
import json
@dataclass(order=True)
class Item:
    sort_index: float = field(init=False, repr=False)
    name: str
    price: float
    qty: int = 0
    tags: List[str] = field(default_factory=list)
    def __post_init__(self): self.sort_index = self.price
    @property
    def total(self) -> float: return self.price * self.qty
class Store:
    def __init__(self): self.items: Dict[str, Item] = {}
    def add(self, item):
        if item.name in self.items: self.items[item.name].qty += item.qty
        else: self.items[item.name] = item
    def remove(self, name, n=1):
        it = self.items[name]
        if it.qty < n: raise ValueError(f"only {it.qty} of {name}")
        it.qty -= n
    def report(self):
        for it in sorted(self.items.values(), reverse=True): print(f"{it.name:<8}{it.price:>8.2f}{it.qty:>4}{it.total:>10.2f}")
        print("=" * 30); print(f"{'total':<20}{sum(i.total for i in self.items.values()):>10.2f}")
s = Store()
for row in [("pen", 1.5, 10, ["office"]), ("book", 12.25, 3), ("lamp", 40, 1, ["home", "light"]), ("pen", 1.5, 5)]: s.add(Item(*row))
s.report(); s.remove("pen", 4)
for bad in (("pen", 99), ("zzz", 1)):
    try: s.remove(*bad)
    except (ValueError, KeyError) as e: print(type(e).__name__, e)
by = defaultdict(list)
for it in s.items.values():
    for t in it.tags or ["none"]: by[t].append(it.name)
print(dict(by), s.items["pen"], Item("a", 1) < Item("b", 2), Item("x", 1) == Item("x", 1))
text = json.dumps({n: {"p": i.price, "q": i.qty} for n, i in s.items.items()}, indent=1); print(text)
back = json.loads(text); print(back["book"]["p"], sum(v["q"] for v in back.values()), list(back))
