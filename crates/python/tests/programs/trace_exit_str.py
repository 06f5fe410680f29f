import sys
print('before')
sys.exit('fatal: stop here')
