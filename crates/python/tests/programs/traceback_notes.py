e = ValueError("bad")
e.add_note("look here")
e.add_note("and there")
raise e
