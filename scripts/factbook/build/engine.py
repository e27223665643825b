"""The interface of a site engine: what a build hands to it, and what it returns.

`factbook.plugin.MkDocsEngine` implements it. Another engine needs one class with one method.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from factbook.pages.social_image import Picture


@dataclass(frozen=True)
class LanguageBuild:
    """The site of one language.

    Attributes:
        configuration: The language's configuration in the staged tree.
        target: The folder that its pages are written below.
        prefix: The language's folder in the published site: empty, or ending with a slash.
        pages: The output of each page by its source, both relative to the language's folders.
        keys: The key of each page by its source: a fingerprint of everything that its HTML is made from.
        shared: The key of what an engine writes besides pages: the page for missing addresses, the theme's files.
    """

    configuration: Path
    target: Path
    prefix: str
    pages: Mapping[str, str]
    keys: Mapping[str, str]
    shared: str


@dataclass(frozen=True)
class RenderJob:
    """The work of an engine for one language.

    Attributes:
        part: The language.
        missing: The sources of the pages to render; all other pages are up to date and must not be written.
        files: The paths of the published site that no engine writes.
        pictures: The social images to draw, by path.
    """

    part: LanguageBuild
    missing: Set[str]
    files: Set[str]
    pictures: Mapping[str, Picture]


class Engine(Protocol):
    """A site engine: renders staged Markdown as HTML. One instance serves all jobs of a process."""

    def build(self, job: RenderJob) -> list[str]:
        """Render the missing pages of a language and what they share; return the engine's warnings.

        Any exception ends the build with its message.
        """


CreateEngine = Callable[[Path, str | None], Engine]
"""Create an engine for the project in a folder; the second argument is the address of a preview, with its path."""
