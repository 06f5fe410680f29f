def load():
    raise KeyError("config")

def start():
    try:
        load()
    except KeyError as e:
        raise RuntimeError("cannot start") from e

start()
