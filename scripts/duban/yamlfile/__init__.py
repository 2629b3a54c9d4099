"""Strict YAML: reading a file, finding a value's line in it, and writing and mending it without touching the rest.

Bytes and paths of values come in; plain values, findings, positions and text go out.
Only findings is imported.
"""
