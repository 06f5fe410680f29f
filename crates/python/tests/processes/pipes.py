# Two ends of a pipe; who reads hears when nobody can write any more.
from multiprocessing import Pipe, Process

def echo(end, other):
    other.close()
    while True:
        try:
            message = end.recv()
        except EOFError:
            print("child: the other end is closed")
            break
        end.send(message.upper())
    end.close()

def produce(end):
    for n in range(3):
        end.send({"n": n, "square": n * n})
    end.close()

if __name__ == "__main__":
    here, there = Pipe()
    child = Process(target=echo, args=(there, here))
    child.start()
    there.close()
    for word in ("one", "two"):
        here.send(word)
        print(here.recv())
    print(here.poll())
    here.close()
    child.join()

    reader, writer = Pipe(duplex=False)
    child = Process(target=produce, args=(writer,))
    child.start()
    writer.close()
    while True:
        try:
            print(reader.recv())
        except EOFError:
            print("end")
            break
    child.join()
    print(reader.readable, reader.writable, writer.closed)
    try:
        reader.send(1)
    except OSError as error:
        print(error)
    a, b = Pipe()
    a.send_bytes(b"raw")
    print(b.poll(1), b.recv_bytes())
