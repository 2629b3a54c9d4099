"""Figures of the register: one place counts, whoever shows them.

Rulebooks and the histories of cases come in; figures, each with its rule and period, go out.
It may import the register and the rooms below it.
"""
