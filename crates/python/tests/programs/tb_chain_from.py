def load(name):
    try:
        return {"a": 1}[name]
    except KeyError as error:
        raise ValueError(f"no setting {name!r}") from error

class Config:
    def get(self, name):
        return load(name)

print(Config().get("a"))
print(Config().get("b"))
