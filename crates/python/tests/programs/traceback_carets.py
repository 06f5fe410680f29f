data = {"a": {"b": None}}
print("before")
value = data["a"]["b"]["c"] + 5
