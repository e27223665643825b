"""No page links to a page of another language: the twin is reached by the language switch, which always fits."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from factbook.checks.prose_mask import place_at, prose
from factbook.pages.outline import ENTITY_TEMPLATES
from factbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factbook.data.config import Site
    from factbook.pages.spec import Outline, Template

_LINK = re.compile(r"\]\(([^()\s]+)|<a\b[^<>]*?\shref=[\"']([^\"'<>]+)")
_PAGE = re.compile(r"(^|/)[^/.]*(\.html|\.md)?$")


def check_crossings(site: Site, outline: Outline) -> Iterator[Problem]:
    """Problems of links in templates that lead to a page of another language."""
    for template in outline.templates.values():
        text = prose(template.source)
        for match in _LINK.finditer(template.source):
            if text[match.start()] != template.source[match.start()]:
                continue  # in code, or in a template's own
            target = match.group(1) or match.group(2)
            language = _language(site, template, re.split("[?#]", target, maxsplit=1)[0])
            if language is not None:
                place = place_at(text, match.start(match.lastindex or 0), template.file)
                yield Problem("other-language-link", place, {"found": target, "language": language}, length=len(target))


def _language(site: Site, template: Template, target: str) -> str | None:
    """The language of the page that a link leads to, where it is another than the template's own."""
    own, _, rest = template.file.removeprefix(f"{site.docs}/").partition("/")
    if target.startswith(site.url):
        found = _of_address(site, target.removeprefix(site.url))
    elif target.startswith("/") and not target.startswith("//"):
        found = _of_address(site, target.removeprefix(site.url_path))
    elif ":" in target:
        return None
    else:
        folder = str(template.head.get("each")) if own == ENTITY_TEMPLATES else posixpath.dirname(rest)
        first, stroke, _ = posixpath.normpath(posixpath.join(own, folder, target)).partition("/")
        found = first if first in site.codes and (stroke or target.endswith("/")) else None
    return None if found == own else found


def _of_address(site: Site, address: str) -> str | None:
    """The language of an address below the site's own, where a page may stand there."""
    for language in site.languages:
        if language.prefix and f"{address}/".startswith(language.prefix):
            return language.code
    return site.codes[0] if _PAGE.search(address) else None


def drop_secondary(problems: Iterable[Problem]) -> list[Problem]:
    """The problems without those that a link to another language brings: a page not there, twins that differ."""
    found = list(problems)
    places = {problem.place for problem in found if problem.code == "other-language-link"}
    files = {place.file for place in places}

    def is_echo(problem: Problem) -> bool:
        twins = {problem.values.get("page"), problem.values.get("other")}
        return (problem.code == "broken-link" and problem.place in places) or (
            problem.code == "twin-links" and not files.isdisjoint(twins)
        )

    return [problem for problem in found if not is_echo(problem)]
