# zlib: checksums. What compresses is not here.

def crc32(data, value=0, /):
    return __native_crc32(bytes(data), value)

def adler32(data, value=1, /):
    return __native_adler32(bytes(data), value)
