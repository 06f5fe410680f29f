# What a child raises is told on stderr; its parent goes on.
from multiprocessing import Process, current_process

def inner(x):
    return 10 // x

def work(x):
    print(current_process().name)
    return inner(x)

class Worker(Process):
    def __init__(self, n):
        super().__init__(name=f"worker-{n}")
        self.n = n

    def run(self):
        work(self.n)

if __name__ == "__main__":
    p = Process(target=work, args=(0,))
    p.start()
    p.join()
    w = Worker(0)
    w.start()
    w.join()
    print(p.exitcode, w.exitcode)
    ok = Worker(2)
    ok.start()
    ok.join()
    print(ok.exitcode, ok.name)
