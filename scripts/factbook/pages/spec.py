"""Specifications of pages: templates, the pages rendered from them, and the outline of all pages of all languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factbook.model import Kind
from factbook.problems import Problem

MAX_SLUG = 200
RESERVED_FOLDERS = frozenset(("assets", "cards", "charts", "cite", "embed", "livereload", "pictures", "search"))
"""The folders of each language that hold what is made for its pages: no page has an address there."""
ROOT_FOLDERS = frozenset(("api", "data"))
"""The folders of the whole site, next to the pages of its first language."""


@dataclass(frozen=True)
class Template:
    """A Markdown file with Jinja: its front matter, its body padded to keep the line numbers, and its whole text."""

    file: str
    head: Mapping[str, Any]
    body: str
    source: str


@dataclass(frozen=True)
class PageSpec:
    """A page to render. Alternates have the same `name`, which is also how templates link to it.

    `slug` is its address below the language's root, empty for the home page; `record` is the kind and
    identifier of the entity it is about, if any; `parent` is the name of the page above it; `prefix` is
    the language's root below the site's: empty, or ending with a slash.
    """

    language: str
    name: str
    slug: str
    template: Template
    record: tuple[Kind, str] | None = None
    parent: str | None = None
    prefix: str = ""

    @property
    def path(self) -> str:
        """Return the file of the staged Markdown tree, relative to the language's folder."""
        return f"{self.slug}.md" if self.slug else "index.md"

    @property
    def address(self) -> str:
        """Return the published address below the language's root: empty, or ending with a slash."""
        return f"{self.slug}/" if self.slug else ""

    @property
    def output_path(self) -> str:
        """Return the HTML file of the published site, relative to the language's root."""
        return f"{self.address}index.html"

    @property
    def picture_path(self) -> str:
        """Return the social picture of the page, relative to the language's root."""
        return f"pictures/{self.slug or 'index'}.png"

    @property
    def site_address(self) -> str:
        """Return the published address below the site's root: empty, or ending with a slash."""
        return self.prefix + self.address

    @property
    def site_output_path(self) -> str:
        """Return the HTML file of the published site, relative to the site's root."""
        return self.prefix + self.output_path


@dataclass
class Outline:
    """All pages of all languages: language → name → page. `files` are copied unchanged.

    `redirects` has the former addresses below each language's root, with the name of the page that each leads to.
    """

    pages: dict[str, dict[str, PageSpec]] = field(default_factory=dict)
    redirects: dict[str, dict[str, str]] = field(default_factory=dict)
    templates: dict[str, Template] = field(default_factory=dict)
    files: dict[str, dict[str, Path]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
