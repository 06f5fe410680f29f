class Box:
    pass

box = Box()
box.width = 3
print(box.width + box.height)
