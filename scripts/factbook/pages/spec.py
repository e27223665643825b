"""Specifications of pages: templates, the pages made from them, and the outline of all pages of all languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factbook.model import Kind
from factbook.problems import Problem


@dataclass(frozen=True)
class Template:
    """One Markdown file with Jinja: its head, its body padded so that lines keep their numbers, its whole text."""

    file: str
    head: Mapping[str, Any]
    body: str
    source: str


@dataclass(frozen=True)
class PageSpec:
    """A page to be made. Twins have the same `name`, which is also how templates link to it.

    `slug` is its address below the language's root, empty for the home page; `record` is the kind and
    identifier of the entity it is about, if any; `parent` is the name of the page above it.
    """

    language: str
    name: str
    slug: str
    template: Template
    record: tuple[Kind, str] | None = None
    parent: str | None = None

    @property
    def path(self) -> str:
        """The file of the staged Markdown tree, relative to the language's folder."""
        return f"{self.slug}.md" if self.slug else "index.md"

    @property
    def address(self) -> str:
        """The published address below the language's root: empty, or ending with a stroke."""
        return page_address(self.slug)


def page_address(slug: str) -> str:
    """The address of a page below its language's root: empty, or ending with a stroke."""
    return f"{slug}/" if slug else ""


@dataclass
class Outline:
    """All pages of all languages: language → name → page. `files` are copied as they are.

    `redirects` has the former addresses below each language's root, with the name of the page that is now meant.
    """

    pages: dict[str, dict[str, PageSpec]] = field(default_factory=dict)
    redirects: dict[str, dict[str, str]] = field(default_factory=dict)
    templates: dict[str, Template] = field(default_factory=dict)
    files: dict[str, dict[str, Path]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
