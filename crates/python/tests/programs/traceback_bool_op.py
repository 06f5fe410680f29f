x = None
if x and x.y or x.z:
    pass
