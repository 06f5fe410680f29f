handlers = {'a': print}
handlers.get('a')('ok')
handlers.get('b')('no')
