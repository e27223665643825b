"""The addresses by which European data portals identify languages, countries and the like (EU Vocabularies)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from babel.core import get_global

if TYPE_CHECKING:
    from collections.abc import Mapping

EUROPE = "http://publications.europa.eu/resource/authority/"
_LIBRARY = "http://id.loc.gov/vocabulary/iso639-1/"
# The languages of the Union by their three letters (ISO 639-2/T), which CLDR has only among older ones of the same.
_LANGUAGES: Mapping[str, str] = {
    "bg": "BUL", "cs": "CES", "da": "DAN", "de": "DEU", "el": "ELL", "en": "ENG", "es": "SPA", "et": "EST",
    "fi": "FIN", "fr": "FRA", "ga": "GLE", "hr": "HRV", "hu": "HUN", "it": "ITA", "lt": "LIT", "lv": "LAV",
    "mt": "MLT", "nl": "NLD", "pl": "POL", "pt": "POR", "ro": "RON", "sk": "SLK", "sl": "SLV", "sv": "SWE",
}  # fmt: skip
# ISO 3166-3: withdrawn, but CLDR has them with the current ones: Burma, the GDR, metropolitan France and so on.
_WITHDRAWN = frozenset({"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"})


def authority(kind: str, code: str) -> str:
    """Return the address of an entry of one of the vocabularies."""
    return f"{EUROPE}{kind}/{code}"


def language(code: str) -> str:
    """Return the address of a language; of the Library of Congress for one outside the Union (DCAT 3, 6.4.9)."""
    plain = code.partition("-")[0].partition("_")[0]
    return authority("language", _LANGUAGES[plain]) if plain in _LANGUAGES else f"{_LIBRARY}{plain}"


def country(code: str) -> str | None:
    """Return the address of a country given as ISO 3166-1 alpha-2; None for one without a three-letter code."""
    return authority("country", _three_letters()[code]) if code in _three_letters() else None


@cache
def _three_letters() -> Mapping[str, str]:
    """Return the three-letter code of each country by its two-letter one, from CLDR."""
    return {
        codes[0]: name
        for name, codes in get_global("territory_aliases").items()
        if len(name) == 3 and name.isalpha() and len(codes) == 1 and name not in _WITHDRAWN
    }
