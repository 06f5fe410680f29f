import time
t0 = time.perf_counter(); time.sleep(0.01); t1 = time.perf_counter()
print(t1 - t0 >= 0.01, t1 - t0 < 5, type(time.time()).__name__, time.monotonic() <= time.monotonic())
