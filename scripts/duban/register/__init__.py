"""The cases of an office together: listed, read in bulk and kept in a cache, checked, and listed by what is owed.

An office's folder comes in, and findings, views of its cases, and lists of duties and of what a law moves go out.
The room may import every room from findings up to checks.
"""
