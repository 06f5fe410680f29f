d = {"x": 1}
d["missing key"]
