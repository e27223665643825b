"""What everything that is written in a language is made from, whatever it is about."""

from __future__ import annotations

from factbook.cache import fingerprint, fingerprint_of_code
from factbook.pages.outline import Outline
from factbook.site import Site
from factbook.strings import catalogue_file
from factbook.tracing import Facts


def common_key(site: Site, facts: Facts, outline: Outline) -> str:
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
