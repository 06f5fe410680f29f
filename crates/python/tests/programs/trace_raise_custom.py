class TooCold(Exception):
    pass

class Oven:
    def heat(self, t):
        if t < 50:
            raise TooCold(t)
        return t

print(Oven().heat(60))
Oven().heat(10)
