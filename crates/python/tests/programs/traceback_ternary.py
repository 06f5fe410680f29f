v = None
print(1 if v else v.real)
