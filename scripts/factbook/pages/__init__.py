"""Templates and facts to plain Markdown pages, one language at a time."""

from factbook.pages.languages import render_languages
from factbook.pages.outline import Outline, PageSpec, read_outline
from factbook.pages.rendering import Page

__all__ = ["Outline", "Page", "PageSpec", "read_outline", "render_languages"]
