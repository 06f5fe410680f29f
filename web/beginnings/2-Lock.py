from threading import Lock, Thread
from time import sleep

accounts = {"ann": Lock(), "ben": Lock()}


def transfer(source, target):
    with accounts[source]:
        sleep(0.001)
        with accounts[target]:
            print(f"from {source} to {target}")


transfers = [
    Thread(target=transfer, args=("ann", "ben")),
    Thread(target=transfer, args=("ben", "ann")),
]
for thread in transfers:
    thread.start()
for thread in transfers:
    thread.join()
print("done")
