"""Views of the catalogue for templates: in one language, each text escaped, each figure recorded as used."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar, cast, overload

from markupsafe import Markup

from factbook.charts import Chart
from factbook.i18n.formatter import Formatter
from factbook.model import KINDS, Catalogue, Kind, Period, Record, Source, Sourcing
from factbook.pages.cards import FigureCard
from factbook.pages.errors import LookupFaultError
from factbook.pages.markdown import escape_text, relative_path
from factbook.pages.spec import PageSpec
from factbook.problems import nearest


@dataclass
class RenderContext:
    """The page that is rendered: its language, its formatter, and what it has used so far.

    `used` lists the figures and observations that the page shows, as (figure, period) in order of use, each with how
    often; `cards` their popovers; `mentioned` the records that it names, as (kind, identifier); `charts` the charts.
    """

    page: PageSpec
    pages: Mapping[str, PageSpec]
    catalogue: Catalogue
    wording: Formatter
    used: dict[tuple[str, str], int] = field(default_factory=dict)
    cards: dict[tuple[str, str], FigureCard] = field(default_factory=dict)
    mentioned: dict[tuple[Kind, str], None] = field(default_factory=dict)
    charts: list[Chart] = field(default_factory=list)

    def address(self, name: str, anchor: str = "") -> str:
        """Return the address of the page of a name, relative to this page; empty where there is none."""
        if name not in self.pages:
            return ""
        return relative_path(self.pages[name].slug or ".", self.page.slug) + "/" + anchor

    def link(self, name: str, text: str, anchor: str = "") -> Markup:
        """Return a Markdown link to the page of a name, relative to this page; plain text where there is none."""
        if name not in self.pages:
            return escape_text(text)
        folder = posixpath.dirname(self.page.name)
        target = relative_path(name + ".md", folder)
        return Markup(f"[{escape_text(text)}]({target}{anchor})")  # noqa: S704

    def record_figure(self, figure: str, period: str) -> None:
        """Record that the page shows an observation once more."""
        self.used[figure, period] = self.used.get((figure, period), 0) + 1

    def card(self, figure: str, anchor: str, title: str) -> str:
        """Return the HTML identifier of the popover that shows an observation of a figure on this page.

        `anchor` is the observation's on the card; `title` is escaped for an attribute, and only the first one counts.
        """
        card = FigureCard(f"card-{len(self.cards) + 1}", figure, anchor, title)
        return self.cards.setdefault((figure, anchor), card).id

    def find(self, kind: Kind, identifier: str) -> Record:
        """Return a record. Raises LookupFaultError, which suggests the nearest identifier."""
        records = self.catalogue.records(kind)
        if identifier in records:
            return records[identifier]
        near = nearest(str(identifier), records)
        raise LookupFaultError(
            "unknown-figure",
            kind=KINDS[kind].singular,
            id=str(identifier),
            hint=near or "",
        )

    def text(self, value: Mapping[str, str]) -> str:
        """Return a localised text in the language of the page, with its typography."""
        return self.wording.typography(value[self.page.language])

    def show(self, value: Any) -> Any:
        """Return a value of a record as templates see it."""
        if isinstance(value, Period):
            return self.wording.period(value)
        if isinstance(value, Record):
            return View(self, value)
        if isinstance(value, Mapping):
            return self.text(value) if all(isinstance(v, str) for v in value.values()) else value
        if isinstance(value, list):
            return [self.show(item) for item in value]
        if isinstance(value, date):
            return self.wording.date(value)
        return value


RecordT = TypeVar("RecordT", bound=Record)
ViewT = TypeVar("ViewT")


class View(Generic[RecordT]):
    """A record in the language of the page: texts are in that language, dates are worded."""

    def __init__(self, scope: RenderContext, record: RecordT):
        self._scope, self._record = scope, record

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in type(self._record).model_fields:
            raise AttributeError(name)
        return self._scope.show(getattr(self._record, name))

    def __str__(self) -> str:
        return str(self.label)

    @property
    def sort_date(self) -> str:
        """Its first day as ISO 8601, for sorting; empty where no date is known."""
        dates = (getattr(self._record, name, None) for name in ("period", "on", "since"))
        return next((period.start.isoformat() for period in dates if isinstance(period, Period)), "")

    @property
    def dates(self) -> str:
        """When it happens or happened, marked where it is planned; empty where no date is known."""
        record: Any = self._record
        period = getattr(record, "period", None) or getattr(record, "on", None)
        if not isinstance(period, Period):
            return ""
        planned, unconfirmed = (getattr(record, mark, False) for mark in ("planned", "unconfirmed"))
        return self._scope.wording.event_date(period, planned, unconfirmed)


class EntityView(View[RecordT]):
    """A record with a page of its own."""

    def __init__(self, scope: RenderContext, kind: Kind, identifier: str):
        super().__init__(scope, cast(RecordT, scope.find(kind, identifier)))
        self._kind = kind
        self.id = identifier

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return its name, in the language of the page."""
        self._scope.mentioned[self._kind, self.id] = None
        return str(self.name)

    @property
    def link(self) -> Markup:
        """Return its name as a link to its page."""
        return self._scope.link(f"{self._kind}/{self.id}", self.title)


class SourcedView(EntityView[RecordT]):
    """A record with a page of its own that cites sources."""

    @property
    def references(self) -> list[SourceView]:
        """Return its sources, official ones first."""
        names = self._scope.catalogue.official_first(self._sources)
        return [SourceView(self._scope, "sources", source) for source in names]

    @property
    def sourcing(self) -> Sourcing | None:
        """Return how well it is sourced, as a word of the model."""
        return self._scope.catalogue.sourcing_of(self._sources)

    @property
    def sourcing_text(self) -> str:
        """Return how well it is sourced, in words: "single unofficial source"."""
        return self._scope.wording.sourcing(self.sourcing)

    @property
    def _sources(self) -> Sequence[str]:
        record: Any = self._record
        sources: Sequence[str] = record.sources
        return sources


class SourceView(EntityView[Source]):
    """A source of observations and records."""

    @property
    def link(self) -> Markup:
        """Return its title as a link to its entry in the list of sources."""
        return self._scope.link("sources", self.title, f"#{self.id}")

    def __getattr__(self, name: str) -> Any:
        if name in ("name", "publisher"):
            self._scope.mentioned[self._kind, self.id] = None
        if name == "name":
            return self._scope.wording.typography(self._record.title)
        if name == "publisher":
            return self._record.publisher_in(self._scope.wording.language)
        return super().__getattr__(name)

    @property
    def title(self) -> str:
        """Return its title, in its own language."""
        self._scope.mentioned[self._kind, self.id] = None
        return self._record.title

    @property
    def address(self) -> Markup:
        """Return its web address as a link; empty where it has none."""
        return Markup(f"<{self._record.url}>") if self._record.url else Markup("")  # noqa: S704 - checked by the model


class LazyList(Sequence[ViewT]):
    """The views of many records, created when a template first reads one: most pages use few of the lists."""

    def __init__(self, make: Callable[[], Iterable[ViewT]]):
        self._make = make

    @cached_property
    def _views(self) -> list[ViewT]:
        return list(self._make())

    def __len__(self) -> int:
        return len(self._views)

    @overload
    def __getitem__(self, index: int) -> ViewT: ...

    @overload
    def __getitem__(self, index: slice) -> list[ViewT]: ...

    def __getitem__(self, index: int | slice) -> ViewT | list[ViewT]:
        return self._views[index]

    def __iter__(self) -> Iterator[ViewT]:
        return iter(self._views)
