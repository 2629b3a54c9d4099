"""The words of the rulebook language: one class a word, found by the tables in `word_table`.

A word comes in as its value in a rulebook's file and goes out parsed, checked, judged, described in Chinese and, for the
mutation test, written wrong on purpose. It may import what the room of the law may.
"""
