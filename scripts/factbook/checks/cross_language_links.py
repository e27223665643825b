"""No page links to a page of another language: the language switch leads to the alternate."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from factbook.checks.prose_mask import place_at, prose
from factbook.pages.markdown_reader import link_targets
from factbook.pages.outline import ENTITY_TEMPLATES
from factbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factbook.data.config import Site
    from factbook.pages.spec import Outline, Template

_PAGE = re.compile(r"(^|/)[^/.]*(\.html|\.md)?$")


def check_cross_language_links(site: Site, outline: Outline) -> Iterator[Problem]:
    """Return the problems of links in templates that lead to a page of another language."""
    for template in outline.templates.values():
        text = prose(template.source)
        for mark, offset, target in link_targets(template.source):
            if text[mark] != template.source[mark]:
                continue  # in code, or in an expression of the template
            language = _language(site, template, re.split("[?#]", target, maxsplit=1)[0])
            if language is not None:
                place = place_at(text, offset, template.file)
                yield Problem("other-language-link", place, {"found": target, "language": language}, length=len(target))


def _language(site: Site, template: Template, target: str) -> str | None:
    """Return the language of the page that a link leads to, where it is not the template's own."""
    own, _, rest = template.file.removeprefix(f"{site.docs}/").partition("/")
    if target.startswith(site.url):
        found = _of_address(site, target.removeprefix(site.url))
    elif target.startswith("/") and not target.startswith("//"):
        found = _of_address(site, target.removeprefix(site.url_path))
    elif ":" in target:
        return None
    else:
        folder = str(template.head.get("each")) if own == ENTITY_TEMPLATES else posixpath.dirname(rest)
        first, slash, _ = posixpath.normpath(posixpath.join(own, folder, target)).partition("/")
        found = first if first in site.codes and (slash or target.endswith("/")) else None
    return None if found == own else found


def _of_address(site: Site, address: str) -> str | None:
    """Return the language of an address below the site's own, where it can be that of a page."""
    for language in site.languages:
        if language.prefix and f"{address}/".startswith(language.prefix):
            return language.code
    return site.codes[0] if _PAGE.search(address) else None


def drop_secondary(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without those caused by a link to another language: missing pages, alternates that differ."""
    found = list(problems)
    places = {problem.place for problem in found if problem.code == "other-language-link"}
    files = {place.file for place in places}

    def is_echo(problem: Problem) -> bool:
        alternates = {problem.values.get("page"), problem.values.get("other")}
        return (problem.code == "broken-link" and problem.place in places) or (
            problem.code == "twin-links" and not files.isdisjoint(alternates)
        )

    return [problem for problem in found if not is_echo(problem)]
