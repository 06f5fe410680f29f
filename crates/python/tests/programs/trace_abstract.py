from abc import ABC, abstractmethod
class S(ABC):
    @abstractmethod
    def a(self): ...
    @abstractmethod
    def b(self): ...
class T(S):
    def a(self): return 1
T()
