import json
print(json.loads('[1]'))
try:
    json.loads('{bad}')
except ValueError as e:
    print(e)
raise SystemExit(3)
