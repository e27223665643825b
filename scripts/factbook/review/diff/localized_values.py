"""Facts of one version as readers of each language see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from factbook.i18n.formatter import Formatter
from factbook.i18n.messages import translations
from factbook.model import (
    REFERENCE_KEYS,
    TERM_KEYS,
    Catalogue,
    Disagreement,
    Figure,
    Kind,
    Observation,
    Partner,
    Period,
    Source,
)
from factbook.review.diff.model import Words
from factbook.review.diff.snapshots import Version


class LocalizedFacts:
    """Formats the facts of one version in all its languages."""

    def __init__(self, version: Version):
        self.catalogue: Catalogue = version.catalogue
        self.site = version.site

    @cached_property
    def formatters(self) -> Mapping[str, Formatter]:
        """Return the formatter of each language; none where the configuration cannot be read."""
        if self.site is None:
            return {}
        folder = self.site.locale_folder
        return {code: Formatter(code, translations(folder, code).gettext) for code in self.site.codes}

    def per_language(self, render: Callable[[str, Formatter], str]) -> Words:
        """Return what `render` returns for each language's code and formatter, without empty texts."""
        texts = {code: render(code, formatter) for code, formatter in self.formatters.items()}
        return {code: text for code, text in texts.items() if text}

    def title(self, kind: Kind, identifier: str) -> Words:
        """Return the name of a record, or its identifier where the version does not have it."""
        record: Any = self.catalogue.records(kind).get(identifier)
        if record is None:
            return self.per_language(lambda *_: identifier)
        if isinstance(record, Source):
            return self.per_language(lambda _, formatter: formatter.typography(record.title))
        if isinstance(record, Partner):
            return self.per_language(lambda _, formatter: formatter.partner(record) or identifier)
        names = record.label if kind == "figures" else record.name
        return self.per_language(lambda code, formatter: formatter.typography(names.get(code, identifier)))

    def value(self, figure: Figure, observation: Observation | Disagreement) -> Words:
        """Return a value of a figure as prose."""

        def render(_: str, formatter: Formatter) -> str:
            try:
                unit = self.catalogue.unit(figure)
                status = getattr(observation, "status", None)
                return formatter.quantity(observation.value, unit, figure.scale, observation.qualifier, status=status)
            except (KeyError, ValueError):  # a unit that is missing or does not fit: reported as a problem
                return str(observation.value)

        return self.per_language(render)

    def field(self, key: str, value: Any) -> Words:
        """Return the value of a record's field `key`; empty for None and empty lists."""
        if value is None or value == []:
            return {}
        return self.per_language(lambda code, formatter: self._field(key, value, code, formatter))

    def _field(self, key: str, value: Any, code: str, formatter: Formatter) -> str:
        if kind := REFERENCE_KEYS.get(key):
            return formatter.list_of([self.title(kind, name).get(code, name) for name in value])
        if key in TERM_KEYS:
            term = getattr(self.catalogue.codelists, TERM_KEYS[key]).get(value)
            return formatter.typography(term.label.get(code, value)) if term else str(value)
        if key == "country" and formatter.is_country(value):
            return formatter.country(value)
        if isinstance(value, Mapping):
            return formatter.typography(str(value.get(code, "")))
        if isinstance(value, Period):
            return formatter.period(value)
        if isinstance(value, date):
            return formatter.date(value)
        return str(value).lower() if isinstance(value, bool) else str(value)
