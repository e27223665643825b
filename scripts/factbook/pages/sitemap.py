"""The sitemap of a language, each page with its alternates (sitemaps.org 0.9, hreflang as links).

It has no dates: those that change without a change of the page would make two builds differ. Site engines do not write
it, as one that renders only the pages that changed does not know the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from factbook.data.config import Site
from factbook.pages.renderer import Page

SITEMAP = "sitemap.xml"
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
"""


def sitemap(site: Site, titles: Mapping[str, Mapping[str, Page]], language: str) -> bytes:
    """Return the sitemap of a language. `titles` has the rendered pages of each language by name."""
    entries = "".join(_entry(site, titles, name, language) for name in titles[language])
    return f"{_HEAD}{entries}</urlset>\n".encode()


def _entry(site: Site, titles: Mapping[str, Mapping[str, Page]], name: str, language: str) -> str:
    def address(code: str) -> str:
        return escape(site.url + titles[code][name].spec.site_address)

    def alternates() -> Iterator[str]:
        for code in site.codes:
            if name in titles[code]:
                for tag in (code, "x-default") if not site.prefix(code) else (code,):
                    yield f'    <xhtml:link rel="alternate" hreflang="{tag}" href="{address(code)}"/>\n'

    return f"  <url>\n    <loc>{address(language)}</loc>\n{''.join(alternates())}  </url>\n"
