# os.path: names of files, as texts.

sep, curdir, pardir, extsep = "/", ".", "..", "."

def join(a, *p):
    path = a
    for part in p:
        if part.startswith("/"):
            path = part
        elif not path or path.endswith("/"):
            path += part
        else:
            path += "/" + part
    return path

def split(p):
    at = p.rfind("/") + 1
    head, tail = p[:at], p[at:]
    if head and head != "/" * len(head):
        head = head.rstrip("/")
    return head, tail

def basename(p):
    return p[p.rfind("/") + 1:]

def dirname(p):
    return split(p)[0]

def splitext(p):
    slash, dot = p.rfind("/"), p.rfind(".")
    if dot > slash:
        at = slash + 1
        while at < dot:
            if p[at] != ".":
                return p[:dot], p[dot:]
            at += 1
    return p, ""

def isabs(s):
    return s.startswith("/")

def normpath(path):
    if path == "":
        return "."
    slashes = 1 if path.startswith("/") else 0
    if path.startswith("//") and not path.startswith("///"):
        slashes = 2
    parts = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part != ".." or not slashes and not parts or parts and parts[-1] == "..":
            parts.append(part)
        elif parts:
            parts.pop()
    return "/" * slashes + "/".join(parts) or "."

def abspath(path):
    return normpath(path if isabs(path) else join("/home/learner", path))

def commonprefix(m):
    if not m:
        return ""
    low, high = min(m), max(m)
    for at, c in enumerate(low):
        if c != high[at]:
            return low[:at]
    return low

def normcase(s):
    return s
