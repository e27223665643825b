"""The staged file of a page: the front matter that the theme and the checks read, then the Markdown."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from factbook.data.config import Site
from factbook.opendata import Serializer, linked_data
from factbook.pages import Page, PageSpec
from factbook.pages.markdown import escape_head

Pages = Mapping[str, Mapping[str, Page]]
# What JSON writes literally, and YAML reads as the end of a line, or not at all (yaml.org/spec/1.1, 4.1).
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def page_source(serializer: Serializer, pages: Pages, page: Page, stale: Collection[tuple[str, str]]) -> bytes:
    """Return the staged file of a page.

    `pages` has the pages of each language by their names, `stale` the kind and identifier of each stale record.
    """
    head = front_matter(serializer, pages, page, stale)
    return f"---\n{dump_front_matter(head)}---\n\n{page.markdown}".encode()


def front_matter(
    serializer: Serializer, pages: Pages, page: Page, stale: Collection[tuple[str, str]]
) -> dict[str, Any]:
    """Return the front matter of a page: what the generator knows of it, then the keys of its template.

    Lists that would be empty are left out.
    """
    site, spec = serializer.publication.site, page.spec
    own = pages[spec.language]
    figures = sorted({figure for figure, _ in page.figures_used})
    optional = {
        "stale": stale_links(own, page, stale),
        "breadcrumbs": breadcrumbs(own, spec),
        "jsonld": linked_data(serializer, page, list(_trail(site, own, spec))),
    }
    return {
        "title": escape_head(page.title),
        "description": escape_head(page.description),
        "source": spec.template.file,
        "figures": figures,
        "og_image": f"{site.url}{spec.prefix}{spec.picture_path}",
        "alternates": alternates(site, pages, spec),
        **{key: value for key, value in optional.items() if value},
        **page.extra,
    }


def dump_front_matter(head: Mapping[str, Any]) -> str:
    """Return front matter as YAML, a key a line; each value as JSON, which is YAML as well and written faster.

    Decimals are written as numbers.
    """
    return "".join(f"{key}: {_json(value)}\n" for key, value in head.items())


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=float)
    return _NOT_IN_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def alternates(site: Site, pages: Pages, spec: PageSpec) -> list[dict[str, object]]:
    """Return the same page in each language that has it, this one included, the site's first language first."""
    return [
        {
            "language": language.code,
            "name": language.name,
            "href": relative_url(other.spec.site_address, spec.site_address),
            "url": site.url + other.spec.site_address,
            "current": language.code == spec.language,
            "default": language.code == site.codes[0],
        }
        for language in site.languages
        if (other := pages[language.code].get(spec.name))
    ]


def breadcrumbs(pages: Mapping[str, Page], spec: PageSpec) -> list[dict[str, str]]:
    """Return the title of each page above a page, and the link to it, the topmost first. `pages` are by name."""
    return [
        {"title": escape_head(above.title), "href": relative_url(above.spec.address, spec.address)}
        for above in _ancestors(pages, spec)
    ]


def stale_links(pages: Mapping[str, Page], page: Page, stale: Collection[tuple[str, str]]) -> list[dict[str, str]]:
    """Return the stale records that a page shows: the title of the record's page and a link, where it has a page."""
    shown = {("figures", figure) for figure, _ in page.figures_used}
    if page.spec.record:
        shown.add(page.spec.record)
    return [_stale_link(pages, record, page.spec) for record in sorted(shown & set(stale))]


def _stale_link(pages: Mapping[str, Page], record: tuple[str, str], spec: PageSpec) -> dict[str, str]:
    kind, identifier = record
    page = pages.get(f"{kind}/{identifier}")
    if page is None:
        return {"title": identifier}
    return {"title": escape_head(page.title), "href": relative_url(page.spec.address, spec.address)}


def _ancestors(pages: Mapping[str, Page], spec: PageSpec) -> Iterator[Page]:
    parent = pages.get(spec.parent or "")
    if parent:
        yield from _ancestors(pages, parent.spec)
        yield parent


def _trail(site: Site, pages: Mapping[str, Page], spec: PageSpec) -> Iterator[tuple[str, str]]:
    """Return title and absolute address of the home page and of the pages above this one; none for the home page."""
    if spec.slug:
        home = [pages["index"]] if "index" in pages else []
        yield from ((each.title, site.url + each.spec.site_address) for each in (*home, *_ancestors(pages, spec)))


def relative_url(target: str, here: str) -> str:
    """Return a relative link from the folder address `here` to `target`; both are empty or end with a slash."""
    path = posixpath.relpath(target or ".", here or ".")
    return path + "/" if path != "." else "./"
