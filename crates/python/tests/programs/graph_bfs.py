g = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}
def path(s, e):
    seen, todo = {s}, [[s]]
    while todo:
        p = todo.pop(0)
        if p[-1] == e: return p
        for n in g[p[-1]]:
            if n not in seen: seen.add(n); todo.append(p + [n])
print(path("a", "d"), path("d", "a"))
