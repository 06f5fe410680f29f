import sys
print(sys.argv[0].endswith("program.py"), sys.maxsize, sys.version_info >= (3, 8), sys.version_info[0])
sys.stderr.write("err\n")
print(sys.getrecursionlimit())
