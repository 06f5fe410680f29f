class Conf:
    def __init__(self, port):
        self.port = int(port)

c = Conf("80")
print(c.port)
Conf("eighty")
