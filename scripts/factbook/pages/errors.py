"""What a template can ask for in vain."""

from __future__ import annotations


class LookupFaultError(Exception):
    """A template asked for something that the data does not have. Carries the problem's code and values."""

    def __init__(self, code: str, **values: str):
        self.code, self.values = code, values
        super().__init__(code)
