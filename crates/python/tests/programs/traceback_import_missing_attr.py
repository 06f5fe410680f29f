import time
time.nothing()
