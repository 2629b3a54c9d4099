"""The checks of one case file and of office.yml: each is a generator whose docstring is the rule.

A file's bytes or an office's values come in; findings and violations made through the registry go out.
It may import findings, yamlfile, git, cases, law, engine and privacy.
"""
