"""The feed of changes: Atom (RFC 4287), one for each language."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from factbook.i18n.messages import interpolate
from factbook.opendata.api import FEED
from factbook.opendata.encoding import as_bytes, one_line, xml_text
from factbook.opendata.publication import LICENCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factbook.i18n.formatter import Formatter
    from factbook.opendata import types as shape
    from factbook.opendata.publication import Publication

# What happened, as interface strings: each translation keeps its {parts}.
ADDED = "New figure: {figure}"
NEW_PERIOD = "New value: {figure} ({period})"
REVISION = "Revised: {figure} ({period})"
CORRECTION = "Corrected: {figure} ({period})"
RECOMPUTED = "Recomputed: {figure} ({period})"
KINDS = {"added": ADDED, "new-period": NEW_PERIOD, "revision": REVISION, "correction": CORRECTION}
NOW = "{period}: {value}."
REPLACED = "{period}: {value}; before: {was}."
TITLE = "{site}: what changed"
FOUNDED = "Figures at the first publication of the site: {count}"


def feed(publication: Publication, code: str, changes: Sequence[shape.Change]) -> bytes | None:
    """Return the feed of a language; None where no day of change is known. `changes` are newest first."""
    modified = publication.modified
    if modified is None:
        return None
    site, wording = publication.site, publication.wordings[code]
    here = publication.url(site.prefix(code) + FEED)
    page = publication.page("changes").get(code) or publication.page("index").get(code, site.url)
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{code}">',
        f"<id>{xml_text(here)}</id>",
        f"<title>{xml_text(feed_title(publication, code))}</title>",
        f"<updated>{modified}T00:00:00Z</updated>",
        f"<author><name>{xml_text(site.title(code))}</name><uri>{xml_text(site.url)}</uri></author>",
        f'<link rel="self" type="application/atom+xml" href="{xml_text(here)}"/>',
        f'<link rel="alternate" type="text/html" hreflang="{code}" href="{xml_text(page)}"/>',
        f"<rights>{xml_text(' / '.join(name for _, name, _ in LICENCES))}</rights>",
    ]
    entries = [*_entries(publication, wording, changes), *_founding(publication, wording, page)]
    return as_bytes("\n".join([*head, *entries, "</feed>\n"]))


def feed_title(publication: Publication, code: str) -> str:
    """Return the title of a language's feed."""
    return interpolate(publication.wordings[code].gettext(TITLE), {"site": publication.site.title(code)})


def _phrase(wording: Formatter, text: str, parts: dict[str, str]) -> str:
    """Return an interface string with its parts filled in, on one line and escaped for XML."""
    return xml_text(one_line(interpolate(wording.gettext(text), parts)))


def _tag(publication: Publication, day: str, specific: str) -> str:
    """Return a permanent identifier (RFC 4151)."""
    return xml_text(f"tag:{urlsplit(publication.site.url).hostname},{day}:{specific}")


def _entries(publication: Publication, wording: Formatter, changes: Sequence[shape.Change]) -> Iterator[str]:
    code = wording.language
    for change, number in zip(changes, _numbers(changes), strict=True):
        parts = {
            "figure": change["label"][code],
            "period": change["time"]["text"][code],
            "value": change["text"][code],
            "was": change["was_text"][code] if change["was_text"] else "",
        }
        name = f"{code}:{_name(change)}" + (f":{number}" if number > 1 else "")
        yield from _entry(publication, wording, change, name, parts)


def _name(change: shape.Change) -> str:
    return f"{change['figure']}:{change['time']['period']}:{change['kind']}"


def _numbers(changes: Sequence[shape.Change]) -> list[int]:
    """Return the number of each change among those of its name and day: later changes of a day rename none."""
    seen: Counter[tuple[str, str]] = Counter()
    numbers = []
    for change in reversed(changes):
        seen[change["on"], _name(change)] += 1
        numbers.append(seen[change["on"], _name(change)])
    return numbers[::-1]


def _entry(
    publication: Publication, wording: Formatter, change: shape.Change, name: str, parts: dict[str, str]
) -> Iterator[str]:
    code = wording.language
    sentence = _phrase(wording, REPLACED if change["was_text"] else NOW, parts)
    reason = f" {xml_text(one_line(change['reason'][code]))}" if change["reason"] else ""
    address = change["pages"].get(code) or publication.record("figures", change["figure"])
    yield "<entry>"
    yield f"<id>{_tag(publication, change['on'], name)}</id>"
    title = RECOMPUTED if change["recomputed"] else KINDS[change["kind"]]
    yield f"<title>{_phrase(wording, title, parts)}</title>"
    yield f"<updated>{change['on']}T00:00:00Z</updated>"
    yield f'<link rel="alternate" type="text/html" hreflang="{code}" href="{xml_text(address)}"/>'
    yield f'<category term="{change["kind"]}"/>'
    yield f"<summary>{sentence}{reason}</summary>"
    yield "</entry>"


def _founding(publication: Publication, wording: Formatter, page: str) -> Iterator[str]:
    day = publication.site.published
    if day is None:
        return
    founding = sum(
        any(observation.added is None for observation in figure.observations)
        for figure in publication.catalogue.figures.values()
    )
    title = _phrase(wording, FOUNDED, {"count": wording.number(Decimal(founding))})
    yield "<entry>"
    yield f"<id>{_tag(publication, day.isoformat(), wording.language + ':published')}</id>"
    yield f"<title>{title}</title>"
    yield f"<updated>{day}T00:00:00Z</updated>"
    yield f'<link rel="alternate" type="text/html" hreflang="{wording.language}" href="{xml_text(page)}"/>'
    yield '<category term="published"/>'
    yield f"<summary>{title}.</summary>"
    yield "</entry>"
