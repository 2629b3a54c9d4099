"""The register as a whole: the office, its law and its cases, read together and judged."""
