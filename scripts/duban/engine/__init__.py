"""What a case amounts to and what is owed on it: history, duties, limits, requirements, and each in words.

A parsed case and an office's context come in, and a view of the case (`case_view.analyse`) goes out, worked out once.
The room may import findings, yamlfile, git, cases and law.
"""
