x: int = 5
y: "str"
def f(a: int, b: str = "x", *args: int, **kw: str) -> list[int]: return [a]
class C:
    z: int
    w: list[str] = []
    def m(self) -> "C": return self
print(x, f(1), C.__annotations__.keys() if False else sorted(C.__annotations__), list[int], dict[str, list[int]], C().w)
