import sys
def f():
    try:
        sys.exit()
    finally:
        print("cleaned up")
f()
print("never")
