"""The error of a template that asks for data that does not exist."""

from __future__ import annotations


class LookupFaultError(Exception):
    """A template asked for something that the data does not have. Holds the problem's code and values."""

    def __init__(self, code: str, **values: str):
        self.code, self.values = code, values
        super().__init__(code)
