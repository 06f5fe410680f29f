# abc: classes that cannot have instances until all of their methods are there.

_registered = []

class ABCMeta(type):
    def register(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        _registered.append((cls, subclass))
        return subclass

    def __instancecheck__(cls, instance):
        return cls.__subclasscheck__(type(instance))

    def __subclasscheck__(cls, subclass):
        if type.__subclasscheck__(cls, subclass):
            return True
        hook = getattr(cls, "__subclasshook__", None)
        if hook is not None:
            answer = hook(subclass)
            if answer is not NotImplemented:
                return bool(answer)
        for known, other in _registered:
            if type.__subclasscheck__(cls, known) and (type.__subclasscheck__(other, subclass) or type(other) is ABCMeta and issubclass(subclass, other)):
                return True
        return False

class ABC(metaclass=ABCMeta):
    __abc__ = True

def abstractmethod(function):
    return __native_mark_abstract(function)

def abstractproperty(function):
    return property(abstractmethod(function))

def abstractclassmethod(function):
    return classmethod(abstractmethod(function))

def abstractstaticmethod(function):
    return staticmethod(abstractmethod(function))

def get_cache_token():
    return len(_registered)

def update_abstractmethods(cls):
    return cls
