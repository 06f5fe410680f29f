from threading import Thread
import threading
def inner(n):
    return 1 // n
def work():
    inner(0)
t = Thread(target=work, name='bad')
t.start()
t.join()
print('main goes on', t.is_alive())
def leaves():
    raise SystemExit(3)
t = Thread(target=leaves)
t.start(); t.join()
class Own(Exception):
    pass
class W(Thread):
    def run(self):
        try:
            raise KeyError('first')
        except KeyError as e:
            raise Own('second') from e
w = W()
w.start(); w.join()
def hook(args):
    print('hook', args.exc_type.__name__, args.exc_value, args.thread.name)
threading.excepthook = hook
t = Thread(target=work, name='hooked')
t.start(); t.join()
print('end')
