"""What must not be read by everybody: sealed before the first commit, released by a person afterwards.

Texts, values and cases come in; sealed blocks, public cases and the positions of what must not appear in plaintext
go out, and never the secret itself. It may import findings, cases, law and engine.
"""
