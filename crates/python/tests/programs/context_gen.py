class Timer:
    log = []
    def __enter__(self): self.log.append("start"); return self
    def __exit__(self, *exc): self.log.append("stop"); return False
with Timer() as t: t.log.append("work")
print(Timer.log)
def risky():
    with Timer(): raise ValueError("x")
try: risky()
except ValueError: print(Timer.log)
