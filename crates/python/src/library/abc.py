# abc: classes that cannot have instances until all of their methods are there.

class ABC:
    __abc__ = True

def abstractmethod(function):
    return __native_mark_abstract(function)

class ABCMeta(type):
    pass
