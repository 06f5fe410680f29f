users = [{"name": "a"}, {"nam": "b"}]
for user in users:
    print(user["name"].upper())
