# A process that begins from nothing runs the module again, and then its call.
import multiprocessing as mp

print("module", __name__)
state = "as written"

class Job:
    def __init__(self, n):
        self.n = n

def work(queue, job, *, twice=False):
    queue.put((__name__, state, job.n * (2 if twice else 1), mp.get_start_method(), mp.current_process().name))

if __name__ == "__main__":
    state = "changed"
    mp.set_start_method("spawn")
    queue = mp.Queue()
    p = mp.Process(target=work, args=(queue, Job(4)), kwargs={"twice": True})
    p.start()
    print(queue.get())
    p.join()
    lock = mp.Lock()
    context = mp.get_context("fork")
    p = context.Process(target=work, args=(queue, Job(5)))
    p.start()
    print(queue.get())
    p.join()
    print(p.exitcode)
    p = mp.Process(target=lambda: 0)
    try:
        p.start()
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0])
