"""Writing case files."""
