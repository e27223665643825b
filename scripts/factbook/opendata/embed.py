"""A small page for each figure that other sites show in a frame, without other files."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from factbook.i18n.messages import interpolate
from factbook.opendata.encoding import as_bytes, one_line, xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.i18n.formatter import Formatter
    from factbook.opendata.publication import Publication
    from factbook.opendata.types import Figure

_FOLDER = Path(__file__).parent
_STYLE = " ".join((_FOLDER / "embed.css").read_text(encoding="utf-8").split())
STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_PAGE = Template((_FOLDER / "embed.html").read_text(encoding="utf-8"))
# Characters, and publishers: with more it would be no small page any more.
_LIMIT, _SOURCES = 200, 4

EXACT = "Exact value: {value}"
SOURCES = "Source: {sources}"
OTHERS = "Other sources give another value."


def embed(publication: Publication, code: str, figure: Figure) -> bytes:
    """Return the page of a figure in a language."""
    wording, latest = publication.wordings[code], figure["observations"][-1]
    address = figure["pages"].get(code, publication.site.url)
    lines = [latest["time"]["text"][code], *_remarks(publication, wording, figure)]
    return as_bytes(
        _PAGE.substitute(
            language=code,
            direction=wording.direction,
            policy=STYLE_HASH,
            style=_STYLE,
            address=xml_text(address),
            latest=xml_text(latest["pages"].get(code, address)),
            site=xml_text(publication.site.title(code)),
            label=xml_text(_short(figure["label"][code])),
            value=xml_text(latest["text"][code]),
            machine=xml_text(latest["exact"]),
            lines="\n".join(f'<p class="soft"><bdi>{xml_text(line)}</bdi></p>' for line in lines),
        )
    )


def _remarks(publication: Publication, wording: Formatter, figure: Figure) -> Iterator[str]:
    """Return the lines below the value: the exact value, disagreements, sources."""
    record = publication.catalogue.figures[figure["id"]]
    latest, printed = figure["observations"][-1], record.observations[-1]
    exact = wording.exact(printed.value, publication.catalogue.unit(record), record.scale)
    if printed.qualifier == "exact" and exact != latest["text"][wording.language]:
        yield interpolate(wording.gettext(EXACT), {"value": exact})
    if latest["disagreements"]:
        yield wording.gettext(OTHERS)
    cited = (publication.catalogue.sources[source["id"]] for source in latest["sources"])
    publishers = list(dict.fromkeys(_short(source.publisher_in(wording.language)) for source in cited))
    yield interpolate(wording.gettext(SOURCES), {"sources": wording.list_of(publishers[:_SOURCES])})


def _short(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= _LIMIT else text[:_LIMIT].rstrip() + "…"
