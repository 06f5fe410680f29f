# Without the guard of the main module a child that begins from nothing would start children itself.
from multiprocessing import Process, set_start_method

def work():
    print("never")

set_start_method("spawn", force=True)
p = Process(target=work)
p.start()
p.join()
print("exit code", p.exitcode)
