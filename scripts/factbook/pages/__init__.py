"""Rendering of templates and facts to plain Markdown pages, one language at a time."""

from factbook.pages.outline import read_outline
from factbook.pages.renderer import Page
from factbook.pages.spec import Outline, PageSpec

__all__ = ["Outline", "Page", "PageSpec", "read_outline"]
