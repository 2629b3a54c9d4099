"""Writing case files: new ones, entries, sealed fields, other numbers, each edit changing only the bytes it has to.

What a clerk typed and an office's context come in; the bytes of files, or files written, go out.
It may import `register` and everything below it.
"""
