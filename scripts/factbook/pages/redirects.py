"""Redirects from former addresses of pages: read from front matter, and written as small pages.

In a page's front matter, `redirects` lists its former addresses below the language's root. The pages below it that had
an address below a former one are redirected too. In a template of `docs/_entities`, `redirects` has the former
addresses of single records by their identifier, for a record that was renamed.
"""

from __future__ import annotations

import posixpath
import re
from html import escape
from typing import TYPE_CHECKING

from factbook.model import Place
from factbook.pages.markdown import relative_path
from factbook.pages.spec import MAX_SLUG, RESERVED_FOLDERS
from factbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.pages.spec import Outline, PageSpec, Template

_ADDRESS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*")
_PAGE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<title>{title}</title>
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={link}">
<link rel="canonical" href="{canonical}">
<p><a href="{link}">{title}</a></p>
</html>
"""


def read_redirects(language: str, outline: Outline) -> Iterator[tuple[str, str]]:
    """Return each former address of a language with the name of the page it leads to.

    An address of a wrong form, or that is in use, is added to the outline's problems.
    """
    pages = outline.pages[language]
    taken = {page.slug: page.template.file for page in pages.values()}
    for page in pages.values():
        for former, is_its_own in _former(page, outline):
            problem = _problem(former, page.template, taken, outline, language)
            if problem is None:
                taken[str(former)] = page.template.file
                yield str(former), page.name
            elif is_its_own:
                outline.problems.append(problem)


def _former(page: PageSpec, outline: Outline) -> Iterator[tuple[object, bool]]:
    """Return the former addresses of a page, and whether each is declared for this page itself."""
    declared = page.template.head.get("redirects", [])
    if page.record:
        declared = declared.get(page.record[1], []) if isinstance(declared, dict) else declared and [declared]
    yield from ((address, True) for address in (declared if isinstance(declared, list) else [declared]))
    above = outline.pages[page.language].get(page.parent or "")
    if above and page.record:
        yield from (
            (posixpath.join(address, page.record[1]), False)
            for address, _ in _former(above, outline)
            if isinstance(address, str)
        )


def _problem(
    former: object, template: Template, taken: dict[str, str], outline: Outline, language: str
) -> Problem | None:
    lines = template.source.split("\n")
    place = Place(template.file, next((n for n, line in enumerate(lines, 1) if line.startswith("redirects")), 1))
    if not (isinstance(former, str) and len(former) <= MAX_SLUG and _ADDRESS.fullmatch(former)):
        return Problem("front-matter", place, {"found": f"redirects: {former}"[:80]})
    first = former.partition("/")[0]
    if first in RESERVED_FOLDERS:
        return Problem("same-address", place, {"slug": former, "other": f"{first}/"})
    if former in taken:
        return Problem("same-address", place, {"slug": former, "other": taken[former]})
    if f"{former}/index.html" in outline.files[language]:
        return Problem("same-address", place, {"slug": former, "other": f"{former}/index.html"})
    return None


def redirect_page(language: str, former: str, slug: str, url: str, title: str) -> str:
    """Return the file `<former>/index.html`, which leads to the page at `slug` of the same language without a script.

    `url` is the language's root with a slash at its end; `title` is plain text.
    """
    target = f"{slug}/" if slug else ""
    link = relative_path(target or ".", former) + "/"
    return _PAGE.format(language=language, title=escape(title), link=link, canonical=url + target)
