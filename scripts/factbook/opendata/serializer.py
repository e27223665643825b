"""Figures and their observations as records of the API."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from factbook.data.formulas import figures_in
from factbook.model import SCALES
from factbook.opendata.publication import iso

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from factbook import model
    from factbook.data.changes import ChangeEvent
    from factbook.i18n.formatter import Formatter
    from factbook.model import Period
    from factbook.opendata import types as shape
    from factbook.opendata.publication import Publication


class Serializer:
    """Serialises the records of one publication; what many of them share is calculated once."""

    def __init__(self, publication: Publication):
        self.publication = publication
        self.catalogue = publication.catalogue
        self._sources: dict[str, shape.SourceReference] = {}
        self._times: dict[str, shape.When] = {}
        self._units: dict[str, shape.Unit] = {}
        self._figures: dict[str, shape.Figure] = {}

    def figure(self, identifier: str) -> shape.Figure:
        """Return a figure with its whole history, calculated once."""
        if identifier not in self._figures:
            self._figures[identifier] = self._figure(identifier)
        return self._figures[identifier]

    def _figure(self, identifier: str) -> shape.Figure:
        publication, figure = self.publication, self.catalogue.figures[identifier]
        theme, pages = self.catalogue.theme_of[identifier], publication.page(f"figures/{identifier}")
        return {
            "id": identifier,
            "address": publication.record("figures", identifier),
            "label": publication.texts(figure.label),
            "definition": publication.texts(figure.definition),
            "theme": self.term(theme, self.catalogue.codelists.themes),
            "unit": self.unit(figure.unit),
            "scale": figure.scale,
            "unit_multiplier": SCALES[figure.scale].adjusted(),
            "country": figure.country,
            "as_stated_by": publication.optional_texts(figure.as_stated_by),
            "computed": figure.computed,
            "computed_from": figures_in(figure.computed or ""),
            "sum_of": list(figure.sum_of),
            "review_by": iso(figure.review_by),
            "modified": iso(publication.modified_of(identifier)),
            "observations": [self.observation(figure, each, pages) for each in figure.observations],
            "changes": [self.change(entry) for entry in publication.changes.get(identifier, ())],
            "table": publication.url(publication.table(identifier)),
            "embed": {code: publication.url(publication.embed(code, identifier)) for code in publication.site.codes},
            "citations": {code: self._citation(code, identifier) for code in publication.site.codes},
            "pages": pages,
        }

    @staticmethod
    def summary(figure: shape.Figure) -> shape.FigureSummary:
        """Return a figure in short, from its whole."""
        return {
            "id": figure["id"],
            "address": figure["address"],
            "label": figure["label"],
            "theme": figure["theme"]["id"],
            "unit": figure["unit"]["id"],
            "scale": figure["scale"],
            "latest": figure["observations"][-1],
            "modified": figure["modified"],
            "pages": figure["pages"],
        }

    def _citation(self, code: str, identifier: str) -> shape.Citation:
        publication = self.publication
        path = publication.url(publication.citation_path(code, identifier))
        return {
            "text": publication.citation(code, identifier).text(publication.wordings[code]),
            "bibtex": f"{path}.bib",
            "ris": f"{path}.ris",
            "csl": f"{path}.json",
        }

    def observation(
        self, figure: model.Figure, observation: model.Observation, pages: shape.Texts
    ) -> shape.Observation:
        """Return one observation of a figure that has its page at `pages`."""
        publication = self.publication
        return {
            **self.value(figure, observation),
            "time": self.when(observation.period),
            "undated": observation.undated,
            "status": observation.status,
            "confidence": observation.confidence,
            "break_note": publication.optional_texts(observation.break_note),
            "disagreements": [self.value(figure, other) for other in observation.disagreements],
            "added": iso(observation.added),
            "pages": {code: f"{page}#{observation.period.anchor}" for code, page in pages.items()},
        }

    def value(self, figure: model.Figure, printed: model.Observation | model.Disagreement) -> shape.Value:
        """Return a value that sources publish."""
        publication, value = self.publication, printed.value
        exact = figure.machine_value(value)
        return {
            "value": digits(value),
            "number": number(digits(value)) if isinstance(value, Decimal) else None,
            "exact": exact,
            "exact_number": number(exact) if isinstance(value, Decimal) else None,
            "qualifier": printed.qualifier,
            "text": publication.quantity(figure, value, printed.qualifier, "prose"),
            "short": publication.quantity(figure, value, printed.qualifier, "short"),
            "sources": self.sources(printed.sources),
            "note": publication.optional_texts(printed.note),
        }

    def change(self, entry: ChangeEvent) -> shape.Change:
        """Return one change of an observation."""
        publication, figure = self.publication, self.catalogue.figures[entry.figure]
        qualifier, was = entry.observation.qualifier, entry.was
        return {
            "figure": entry.figure,
            "label": publication.texts(figure.label),
            "kind": entry.kind,
            "recomputed": entry.recomputed,
            "on": entry.on.isoformat(),
            "time": self.when(entry.observation.period),
            "value": digits(entry.value),
            "text": publication.quantity(figure, entry.value, qualifier, "prose"),
            "was": None if was is None else digits(was),
            "was_text": None if was is None else publication.quantity(figure, was, qualifier, "prose"),
            "reason": publication.optional_texts(entry.reason),
            "pages": publication.page(f"figures/{entry.figure}", f"#{entry.observation.period.anchor}"),
        }

    def term(self, identifier: str, terms: Mapping[str, model.Term]) -> shape.Term:
        """Return an entry of a code list."""
        return {"id": identifier, "label": self.publication.texts(terms[identifier].label)}

    def unit(self, identifier: str) -> shape.Unit:
        """Return a unit, calculated once."""
        if identifier not in self._units:
            unit = self.catalogue.codelists.units[identifier]
            named = unit.noun or unit.kind in ("currency", "percent")
            self._units[identifier] = {
                "id": identifier,
                "kind": unit.kind,
                "currency": unit.currency,
                "label": self.publication.localized(lambda wording: unit_label(unit, wording)) if named else None,
            }
        return self._units[identifier]

    def when(self, period: Period) -> shape.When:
        """Return a period, calculated once."""
        if period.text not in self._times:
            self._times[period.text] = {
                "period": period.text,
                "start": period.start.isoformat(),
                "end": period.end.isoformat(),
                "text": self.publication.localized(lambda wording: wording.period(period)),
            }
        return self._times[period.text]

    def optional_period(self, period: Period | None) -> shape.When | None:
        """Return the same for an optional period."""
        return None if period is None else self.when(period)

    def sources(self, identifiers: Sequence[str]) -> list[shape.SourceReference]:
        """Return sources in short, each calculated once."""
        return [self._sources.get(name) or self._source(name) for name in identifiers]

    def _source(self, identifier: str) -> shape.SourceReference:
        source = self.catalogue.sources[identifier]
        self._sources[identifier] = {
            "id": identifier,
            "title": source.title,
            "publisher": source.publisher,
            "url": source.url,
            "published": iso(source.published),
            "language": source.language,
            "official": source.official,
            "address": self.publication.record("sources", identifier),
        }
        return self._sources[identifier]


def digits(value: Decimal | date) -> str:
    """Return a value with the digits of its source, a day in ISO 8601."""
    return f"{value:f}" if isinstance(value, Decimal) else value.isoformat()


def number(text: str) -> float | None:
    """Return a number for JSON, integers without a point; None for one that no double can hold."""
    found = float(text)
    if math.isinf(found):
        return None
    return int(text) if "." not in text else found


def unit_label(unit: model.Unit, wording: Formatter) -> str:
    """Return a unit's name in a language: the plural of what is counted, the currency's code, or a symbol."""
    noun = (unit.noun or {}).get(wording.language)
    if noun:
        return noun.one if unit.kind == "ordinal" else noun.other
    return unit.currency or "%"
