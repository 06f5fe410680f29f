def show(x):
    for i in x:
        print(i)
show('ab')
show(5)
