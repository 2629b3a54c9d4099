"""What the program can say of a register: the values of a finding, and the registry of every check.

A check comes in as a row of one of the tables in this room and goes out as findings and violations made through it.
Nothing else of the program is imported here.
"""
