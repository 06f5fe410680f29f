from threading import Thread

counter = 0


def add():
    global counter
    for _ in range(1_000):
        seen = counter
        counter = seen + 1


workers = [Thread(target=add) for _ in range(2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()

print(f"{counter:,} of 2,000 arrived")
