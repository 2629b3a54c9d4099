"""The same property tests on every machine: examples are drawn without chance, and none is remembered."""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
settings.load_profile("repeatable")
