# concurrent: a package, with nothing of its own.
