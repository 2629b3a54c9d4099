"""What a case file and office.yml hold, as values: `Case`, `Office`, case numbers, and the schemas with their Chinese.

Values that were read from YAML come in; cases, offices, histories and violations of a schema go out.
Only findings, files, yamlfile and git may be imported.
"""
