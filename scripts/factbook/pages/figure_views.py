"""Views of figures for templates: a figure is words as its latest observation, an observation as its value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from markupsafe import Markup

from factbook.data.formulas import figures_in
from factbook.i18n.formatter import Style
from factbook.model import (
    Change,
    Disagreement,
    Figure,
    Observation,
    Period,
    Programme,
    Term,
    Unit,
    parse_period,
)
from factbook.pages.cards import figure_button
from factbook.pages.chart_functions import chart, has_history
from factbook.pages.errors import LookupFaultError
from factbook.pages.markdown import escape_attribute, escape_text
from factbook.pages.views import EntityView, RenderContext, SourceView, View


@dataclass(frozen=True)
class ObservationView:
    """One value of a figure. In a page's text it is a button that opens the card of the figure."""

    figure: FigureView
    record: Observation | Disagreement
    during: Period

    @property
    def _scope(self) -> RenderContext:
        return self.figure._scope

    def _words(self, style: Style, unit: Unit | None = None) -> str:
        figure = self.figure.record
        self._scope.record_figure(self.figure.id, self.during.text)
        return self._scope.wording.quantity(
            self.record.value,
            unit or self._scope.catalogue.unit(figure),
            figure.scale,
            self.record.qualifier,
            style,
        )

    @property
    def text(self) -> str:
        """Return the value in prose, as in « 1,174 milliard d’euros »."""
        return self._words("prose")

    @property
    def short_text(self) -> str:
        """Return the value in short, as in « 1,174 Md€ »."""
        return self._words("short")

    @property
    def bare_text(self) -> str:
        """Return the short value without the noun of what is counted: « > 60 »."""
        unit = self._scope.catalogue.unit(self.figure.record)
        return self._words("short", unit.model_copy(update={"noun": None}))

    @property
    def exact(self) -> str:
        """Return the exact value in full, as in « 1 174 000 000 € »."""
        figure = self.figure.record
        return self._scope.wording.exact(self.record.value, self._scope.catalogue.unit(figure), figure.scale)

    @property
    def anchor(self) -> str:
        """Return the anchor of this observation on the page of its figure."""
        return self.during.anchor

    @property
    def machine_value(self) -> Markup:
        """Return the exact value for the `value` attribute of HTML's `data` element (HTML, 4.4.13)."""
        return Markup(self.figure.record.machine_value(self.record.value))  # noqa: S704 - digits and a sign

    @property
    def period(self) -> str:
        """Return its period in words."""
        return self._scope.wording.period(self.during)

    @property
    def period_short(self) -> str:
        """Return its period in the form used in tables."""
        return self._scope.wording.period(self.during, "short")

    @property
    def sources(self) -> list[SourceView]:
        """Return the sources that publish this value."""
        return [SourceView(self._scope, "sources", source) for source in self.record.sources]

    @property
    def disagreements(self) -> list[ObservationView]:
        """Return the other values that other sources publish for the same period."""
        others = self.record.disagreements if isinstance(self.record, Observation) else []
        return [ObservationView(self.figure, other, self.during) for other in others]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in type(self.record).model_fields:
            raise AttributeError(name)
        return self._scope.show(getattr(self.record, name))

    @property
    def short(self) -> Markup:
        """Return the short form as a button, like the long one."""
        return self._button(self.short_text)

    @property
    def revisions(self) -> list[RevisionView]:
        """Return the changes of its value, oldest first."""
        changes = self.record.replaced if isinstance(self.record, Observation) else []
        return [RevisionView(self, change) for change in changes]

    @property
    def was(self) -> str:
        """Return the value published before the last change, in words; empty where it has not changed."""
        return self.revisions[-1].was if self.revisions else ""

    def _button(self, words: str) -> Markup:
        title = escape_attribute(f"{self.figure.title} ({self.period})")
        card = self._scope.card(self.figure.id, self.anchor, title)
        return figure_button(card, f'<data value="{self.machine_value}">{escape_text(words)}</data>')

    def __html__(self) -> str:
        return self._button(self.text)

    def __str__(self) -> str:
        return self.text


class RevisionView(View[Change]):
    """A change of an observation's value."""

    def __init__(self, observation: ObservationView, change: Change):
        super().__init__(observation._scope, change)
        self._observation = observation

    @property
    def was(self) -> str:
        """Return the value that was published before, in words."""
        figure = self._observation.figure.record
        unit = self._scope.catalogue.unit(figure)
        qualifier = self._observation.record.qualifier
        return self._scope.wording.quantity(self._record.was, unit, figure.scale, qualifier)


RELATED = 24
_LATEST = set(Observation.model_fields) - set(Figure.model_fields) - {"value", "period", "change", "earlier_changes"}


class FigureView:
    """A figure. Shown by itself, it is its latest observation."""

    def __init__(self, scope: RenderContext, identifier: str):
        self.record = cast(Figure, scope.find("figures", identifier))
        self._scope, self.id = scope, identifier

    @property
    def all(self) -> list[ObservationView]:
        """Return its observations, oldest first."""
        return [ObservationView(self, record, record.period) for record in self.record.observations]

    @property
    def latest(self) -> ObservationView:
        """Return its newest observation."""
        return self.all[-1]

    @property
    def first(self) -> ObservationView:
        """Return its oldest observation."""
        return self.all[0]

    @property
    def has_history(self) -> bool:
        """Return whether it has enough observations for a chart."""
        return has_history(self._scope, self.record)

    def chart(self, **options: Any) -> Markup:
        """Return its history as a chart, with its table and files."""
        return chart(self._scope, "history", self.id, **options)

    def at(self, period: object) -> ObservationView:
        """Return the observation of a period, written as in the data: 2022, "2022-11", "2022-11-22/2022-11-23".

        Raises LookupFaultError for a period without observation.
        """
        try:
            wanted = parse_period(period)
        except ValueError:
            wanted = None
        for observation in self.all:
            if observation.during == wanted:
                return observation
        known = ", ".join(observation.during.text for observation in self.all)
        raise LookupFaultError("unknown-period", id=self.id, found=str(period), known=known)

    @property
    def title(self) -> str:
        """Return its label in the language of the page."""
        self._scope.mentioned["figures", self.id] = None
        return self._scope.text(self.record.label)

    @property
    def theme_id(self) -> str:
        """Return the identifier of its theme."""
        return self._scope.catalogue.theme_of[self.id]

    @property
    def theme(self) -> View[Term]:
        """Return its theme, a term of the code list."""
        return View(self._scope, self._scope.catalogue.codelists.themes[self.theme_id])

    @property
    def link(self) -> Markup:
        """Return its name as a link to its page."""
        return self._scope.link(f"figures/{self.id}", self.title)

    @property
    def related(self) -> list[FigureView]:
        """Return its neighbours in the theme: those before and after it in the data, at most RELATED of them."""
        same = self._scope.catalogue.by_theme[self.theme_id]
        here = same.index(self.id)
        first = max(0, min(here - RELATED // 2, len(same) - RELATED - 1))
        near = [name for name in same[first : first + RELATED + 1] if name != self.id]
        return [FigureView(self._scope, name) for name in near]

    @property
    def programmes(self) -> list[EntityView[Programme]]:
        """Return the programmes whose pages show it."""
        names = self._scope.catalogue.programmes_of_figure.get(self.id, ())
        return [EntityView(self._scope, "programmes", name) for name in names]

    @property
    def computed_from(self) -> list[FigureView]:
        """Return the figures that it is calculated from, in the order of its formula; none for a published value."""
        return [FigureView(self._scope, name) for name in figures_in(self.record.computed or "")]

    def __getattr__(self, name: str) -> Any:
        told_by_latest = name in ObservationView.__dict__ or name in _LATEST
        if told_by_latest and not name.startswith("_") and self.record.observations:
            return getattr(self.latest, name)
        if name.startswith("_") or name not in Figure.model_fields:
            raise AttributeError(name)
        return self._scope.show(getattr(self.record, name))

    def __html__(self) -> str:
        return self.latest.__html__()

    def __str__(self) -> str:
        return str(self.latest)


def all_figures(scope: RenderContext) -> Iterator[FigureView]:
    """Return every figure that has a value, in the order of the data."""
    for identifier, figure in scope.catalogue.figures.items():
        if figure.observations:
            yield FigureView(scope, identifier)
