# Who is who.
import os
from multiprocessing import Process, Queue, active_children, cpu_count, current_process, get_context, parent_process
import multiprocessing as mp

def tell(queue):
    me = current_process()
    queue.put((me.name, me.daemon, os.getpid() == me.pid, parent_process().name, os.getppid() == parent_process().pid))

def nested(queue):
    child = Process(target=tell, args=(queue,))
    child.start()
    child.join()
    tell(queue)

def waits(queue):
    queue.get()

if __name__ == "__main__":
    print(current_process().name, parent_process(), current_process().pid == os.getpid())
    queue = Queue()
    for p in (Process(target=tell, args=(queue,)), Process(target=tell, args=(queue,), name="mine", daemon=True),
              get_context("fork").Process(target=tell, args=(queue,)), Process(target=nested, args=(queue,))):
        p.start()
        p.join()
        print(queue.get())
    print(queue.get())
    p = Process(target=waits, args=(queue,))
    print(repr(p).split(" parent")[0], repr(p).endswith("initial>"), p.pid)
    p.start()
    print([c.name for c in active_children()], p in active_children(), p.is_alive(), p.pid != os.getpid())
    queue.put(1)
    p.join()
    print(active_children(), repr(p).split(" pid")[0], repr(p)[-20:], cpu_count() >= 1)
    print(mp.get_start_method(), mp.get_all_start_methods())
    for wrong in (lambda: p.start(), lambda: mp.set_start_method("spawn"), lambda: Process(target=tell).join(), lambda: get_context("x")):
        try:
            wrong()
        except (AssertionError, RuntimeError, ValueError) as error:
            print(type(error).__name__, error)
    daemon = Process(target=waits, args=(queue,), daemon=True)
    daemon.start()
    print("the daemon does not hold us up")
