"""The two sites, as pages of Markdown and as built, finished folders: what the public may see, and what the office sees.

Public answers, or every case with its duties, come in; a folder of pages that are safe to show goes out, or none.
It may import all the rooms below it: reports, register and what these rest on.
"""
