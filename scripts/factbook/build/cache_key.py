"""What everything that is written in a language is made from, whatever it is about."""

from __future__ import annotations

from factbook.build.cache import fingerprint, fingerprint_of_code
from factbook.build.trace import CatalogueState
from factbook.data.config import Site
from factbook.i18n.messages import catalogue_file
from factbook.pages.spec import Outline


def common_key(site: Site, facts: CatalogueState, outline: Outline) -> str:
    """A fingerprint of what every page is made from: configuration, interface strings, code lists, all addresses."""
    strings = (catalogue_file(site.locale_folder, code) for code in site.codes)
    return fingerprint(
        fingerprint_of_code(),
        site.configuration.text,
        facts.codes,
        *(path.read_bytes() if path.is_file() else b"" for path in strings),
        *(
            f"{code} {page.name} {page.slug} {page.template.file} {page.record} {page.parent}"
            for code, pages in outline.pages.items()
            for page in pages.values()
        ),
    )
