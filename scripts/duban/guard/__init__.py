"""What a change may do to the record, and who may record what.

Two commits of a repository come in (a base and a proposed head, or the old and new tip of a branch), with what the
forge or the server says of who made the change; a verdict of findings, additions and changed cases goes out.
It may import register and every room below it, never forge, site, notify or cli.
"""
