"""Facts kept in YAML, checked, worded in each language and written as plain Markdown pages."""

__version__ = "0.1.0"
