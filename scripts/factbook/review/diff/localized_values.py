"""Facts of one version as each language's readers read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from factbook.i18n.formatter import Formatter, Style
from factbook.i18n.messages import translations
from factbook.model import Catalogue, Disagreement, Figure, Kind, Observation, Partner, Period, Source
from factbook.review.diff.model import Words
from factbook.review.diff.snapshots import Version

# The keys that name other records, with the kind of what they name.
NAMES: Mapping[str, Kind] = {
    "sources": "sources",
    "partners": "partners",
    "figures": "figures",
    "sum_of": "figures",
}
_TERMS: Mapping[str, str] = {"domain": "domains", "partnership": "partnerships"}


class LocalizedFacts:
    """The words of one version's facts, in all its languages."""

    def __init__(self, version: Version):
        self.catalogue: Catalogue = version.catalogue
        self.site = version.site

    @cached_property
    def wordings(self) -> Mapping[str, Formatter]:
        """How each language words things; none where the configuration cannot be read."""
        if self.site is None:
            return {}
        folder = self.site.locale_folder
        return {code: Formatter(code, translations(folder, code).gettext) for code in self.site.codes}

    def per_language(self, render: Callable[[str, Formatter], str]) -> Words:
        """What `render` tells of each language's code and wording; languages in which it is nothing are left out."""
        told = {code: render(code, wording) for code, wording in self.wordings.items()}
        return {code: text for code, text in told.items() if text}

    def title(self, kind: Kind, identifier: str) -> Words:
        """The name of a record; its identifier where it is not there."""
        record: Any = self.catalogue.records(kind).get(identifier)
        if record is None:
            return self.per_language(lambda *_: identifier)
        if isinstance(record, Source):
            return self.per_language(lambda _, wording: wording.typography(record.title))
        if isinstance(record, Partner):
            return self.per_language(lambda code, wording: self._partner(record, code, wording) or identifier)
        names = record.label if kind == "figures" else record.name
        return self.per_language(lambda code, wording: wording.typography(names.get(code, identifier)))

    def _partner(self, partner: Partner, code: str, wording: Formatter) -> str:
        if partner.kind == "country" and partner.country and wording.is_country(partner.country):
            return wording.country(partner.country)
        return wording.typography((partner.acronym or partner.name or {}).get(code, ""))

    def value(self, figure: Figure, told: Observation | Disagreement, style: Style = "prose") -> Words:
        """A value in a sentence or, where `style` is short, in a table."""

        def render(_: str, wording: Formatter) -> str:
            try:
                return wording.quantity(told.value, self.catalogue.unit(figure), figure.scale, told.qualifier, style)
            except (KeyError, ValueError):  # a unit that is not there, or does not fit: told as a problem
                return str(told.value)

        return self.per_language(render)

    def forms(self, figure: Figure, told: Observation | Disagreement) -> Iterator[tuple[str, str]]:
        """Every way in which a page may show a value, as (language, text)."""
        for style in ("prose", "short"):
            yield from self.value(figure, told, style).items()

        def exact(_: str, wording: Formatter) -> str:
            try:
                return wording.exact(told.value, self.catalogue.unit(figure), figure.scale)
            except (KeyError, ValueError):
                return ""

        yield from self.per_language(exact).items()

    def field(self, key: str, value: Any) -> Words:
        """The value of a record's key; nothing for None and empty lists."""
        if value is None or value == []:
            return {}
        return self.per_language(lambda code, wording: self._field(key, value, code, wording))

    def _field(self, key: str, value: Any, code: str, wording: Formatter) -> str:
        if kind := NAMES.get(key):
            return wording.list_of([self.title(kind, name).get(code, name) for name in value])
        if key in _TERMS:
            term = getattr(self.catalogue.codelists, _TERMS[key]).get(value)
            return wording.typography(term.label.get(code, value)) if term else str(value)
        if key == "country" and wording.is_country(value):
            return wording.country(value)
        if isinstance(value, Mapping):
            return wording.typography(str(value.get(code, "")))
        if isinstance(value, Period):
            return wording.period(value)
        if isinstance(value, date):
            return wording.date(value)
        return str(value).lower() if isinstance(value, bool) else str(value)
