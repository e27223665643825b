"""What templates see: the catalogue in one language, each text escaped, each figure noted as used."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, cast

from markupsafe import Markup

from factbook.charts import Chart
from factbook.computing import figures_in
from factbook.model import SCALES, Catalogue, Disagreement, Figure, Kind, Observation, Record
from factbook.pages.drawing import chart, has_history
from factbook.pages.faults import LookupFaultError
from factbook.pages.markdown import escape_attribute, escape_text, relative_path
from factbook.pages.outline import PageSpec
from factbook.pages.reference import RECORDS, code_list, record_table
from factbook.period import Period, parse_period
from factbook.problems import nearest
from factbook.wording import Wording


@dataclass
class Scope:
    """One page being written: its language, its words, and what it used so far.

    `used` lists the figures and observations that the page shows, as (figure, period) in order of use, each
    with how often; `named` the records that it names, as (kind, identifier); `charts` the charts.
    """

    page: PageSpec
    pages: Mapping[str, PageSpec]
    catalogue: Catalogue
    wording: Wording
    used: dict[tuple[str, str], int] = field(default_factory=dict)
    cards: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    named: dict[tuple[Kind, str], None] = field(default_factory=dict)
    charts: list[Chart] = field(default_factory=list)

    def address(self, name: str, anchor: str = "") -> str:
        """The address of the page of a name, as seen from this page’s; empty where there is none."""
        if name not in self.pages:
            return ""
        return relative_path(self.pages[name].slug or ".", self.page.slug) + "/" + anchor

    def link(self, name: str, text: str, anchor: str = "") -> Markup:
        """A Markdown link to the page of a name, as seen from this page; plain text where there is none."""
        if name not in self.pages:
            return escape_text(text)
        folder = posixpath.dirname(self.page.name)
        target = relative_path(name + ".md", folder)
        return Markup(f"[{escape_text(text)}]({target}{anchor})")  # noqa: S704

    def use(self, figure: str, period: str) -> None:
        """Note that the page shows an observation, once more."""
        self.used[figure, period] = self.used.get((figure, period), 0) + 1

    def card(self, figure: str, anchor: str, title: str) -> str:
        """The identifier of the popover that shows an observation of a figure on this page."""
        return self.cards.setdefault((figure, anchor), (f"card-{len(self.cards) + 1}", title))[0]

    def find(self, kind: Kind, identifier: str) -> Record:
        """The record, or a LookupFaultError that suggests the nearest identifier."""
        records = self.catalogue.records(kind)
        if identifier in records:
            return records[identifier]
        near = nearest(str(identifier), records)
        raise LookupFaultError(
            "unknown-figure",
            kind=kind.removesuffix("s"),
            id=str(identifier),
            hint=near or "",
        )

    def text(self, value: Mapping[str, str]) -> str:
        """A localised text in the language of the page, with its typography."""
        return self.wording.typography(value[self.page.language])

    def show(self, value: Any) -> Any:
        """A value of a record as templates see it."""
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


class View:
    """A record in the language of the page: texts are in that language, dates are worded."""

    def __init__(self, scope: Scope, record: Record):
        self._scope, self._record = scope, record

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in type(self._record).model_fields:
            raise AttributeError(name)
        return self._scope.show(getattr(self._record, name))

    def __str__(self) -> str:
        return str(self.label)


class EntityView(View):
    """A record with a page of its own."""

    def __init__(self, scope: Scope, kind: Kind, identifier: str):
        super().__init__(scope, scope.find(kind, identifier))
        self._kind = kind
        self.id = identifier

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Its name, in the language of the page."""
        self._scope.named[self._kind, self.id] = None
        return str(self.name)

    @property
    def link(self) -> Markup:
        """Its name, leading to its page."""
        return self._scope.link(f"{self._kind}/{self.id}", self.title)

    @property
    def references(self) -> list[SourceView]:
        """Its sources."""
        record = cast(Any, self._record)
        return [SourceView(self._scope, "sources", source) for source in record.sources]


class SourceView(EntityView):
    """A source, and which records cite it."""

    @property
    def link(self) -> Markup:
        """Its title, leading to its entry in the list of sources."""
        return self._scope.link("sources", self.title, f"#{self.id}")

    def __getattr__(self, name: str) -> Any:
        if name in ("name", "publisher"):
            self._scope.named[self._kind, self.id] = None
        if name == "name":
            return self._scope.wording.typography(cast(Any, self._record).title)
        return super().__getattr__(name)

    @property
    def title(self) -> str:
        """Its title, in its own language."""
        self._scope.named[self._kind, self.id] = None
        return cast(str, cast(Any, self._record).title)

    @property
    def address(self) -> Markup:
        """Its web address as a link, or nothing."""
        url = cast(Any, self._record).url
        return Markup(f"<{url}>") if url else Markup("")  # noqa: S704 - checked by the model


class PartnerView(EntityView):
    """A country or an organisation."""

    @property
    def title(self) -> str:
        """The country’s name by CLDR, or the organisation’s acronym, or its name."""
        self._scope.named[self._kind, self.id] = None
        record = cast(Any, self._record)
        if record.kind == "country":
            return self._scope.wording.country(record.country)
        return self._scope.text(record.acronym or record.name)

    @property
    def country_name(self) -> str:
        """The name of its country, or nothing."""
        code = cast(Any, self._record).country
        return self._scope.wording.country(code) if code else ""

    @property
    def programmes(self) -> list[ProgrammeView]:
        """The programmes that name it, or that name an organisation of the country."""
        here = self._record
        catalogue = self._scope.catalogue
        names = dict.fromkeys(catalogue.programmes_of.get(self.id, ()))
        if cast(Any, here).kind == "country":
            for other in catalogue.partners_in.get(cast(Any, here).country, ()):
                names |= dict.fromkeys(catalogue.programmes_of.get(other, ()))
        order = list(catalogue.programmes)
        return [ProgrammeView(self._scope, "programmes", name) for name in sorted(names, key=order.index)]

    @property
    def organisations(self) -> list[PartnerView]:
        """The agencies and organisations of a country."""
        record = cast(Any, self._record)
        if record.kind != "country":
            return []
        return [
            PartnerView(self._scope, "partners", identifier)
            for identifier, partner in self._scope.catalogue.partners.items()
            if partner.kind != "country" and partner.country == record.country
        ]


class ProgrammeView(EntityView):
    """A mission or programme."""

    @property
    def partners(self) -> list[PartnerView]:
        """Its partners, foremost first."""
        return [PartnerView(self._scope, "partners", p) for p in cast(Any, self._record).partners]

    @property
    def domain(self) -> View:
        """Its domain, of the code list."""
        return View(self._scope, self._scope.catalogue.codelists.domains[self.domain_id])

    @property
    def domain_id(self) -> str:
        """The identifier of its domain."""
        return cast(str, cast(Any, self._record).domain)

    @property
    def figures(self) -> list[FigureView]:
        """The figures told on its page."""
        return [FigureView(self._scope, f) for f in cast(Any, self._record).figures]


class CouncilView(EntityView):
    """An ESA council at ministerial level."""

    @property
    def country_name(self) -> str:
        """The country it met in."""
        return self._scope.wording.country(cast(Any, self._record).country)

    @property
    def observations(self) -> list[ObservationView]:
        """Every observation of the councils' figures made at this council."""
        period: Period = cast(Any, self._record).period
        return [
            observation
            for figure in all_figures(self._scope)
            for observation in figure.all
            if observation.during == period
        ]


@dataclass(frozen=True)
class ObservationView:
    """One value of a figure. In a page's text it is a button that opens the card of the figure."""

    figure: FigureView
    record: Observation | Disagreement
    during: Period

    @property
    def _scope(self) -> Scope:
        return self.figure._scope

    def _words(self, style: str) -> str:
        figure = self.figure.record
        self._scope.use(self.figure.id, self.during.text)
        return self._scope.wording.quantity(
            self.record.value,
            self._scope.catalogue.unit(figure),
            figure.scale,
            self.record.qualifier,
            cast(Any, style),
        )

    @property
    def text(self) -> str:
        """The value in words, as in « 1,174 milliard d’euros »."""
        return self._words("prose")

    @property
    def short_text(self) -> str:
        """The value in short, as in « 1,174 Md€ »."""
        return self._words("short")

    @property
    def exact(self) -> str:
        """The exact value in full, as in « 1 174 000 000 € »."""
        figure = self.figure.record
        return self._scope.wording.exact(self.record.value, self._scope.catalogue.unit(figure), figure.scale)

    @property
    def anchor(self) -> str:
        """The place of this observation on the page of its figure."""
        return self.during.anchor

    @property
    def machine_value(self) -> Markup:
        """The exact value for the `value` attribute of HTML's `data` element (HTML, 4.4.13)."""
        value = self.record.value
        if isinstance(value, Decimal):
            return Markup(f"{(value * SCALES[self.figure.record.scale]).normalize():f}")  # noqa: S704
        return Markup(value.isoformat())  # noqa: S704

    @property
    def period(self) -> str:
        """Its period in words."""
        return self._scope.wording.period(self.during)

    @property
    def period_short(self) -> str:
        """Its period as a table shows it."""
        return self._scope.wording.period(self.during, "short")

    @property
    def sources(self) -> list[SourceView]:
        """Who prints this value."""
        return [SourceView(self._scope, "sources", source) for source in self.record.sources]

    @property
    def disagreements(self) -> list[ObservationView]:
        """Other values that other sources print for the same period."""
        others = self.record.disagreements if isinstance(self.record, Observation) else []
        return [ObservationView(self.figure, other, self.during) for other in others]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in type(self.record).model_fields:
            raise AttributeError(name)
        return self._scope.show(getattr(self.record, name))

    @property
    def short(self) -> Markup:
        """The short form, linked like the long one."""
        return self._linked(self.short_text)

    @property
    def was(self) -> str:
        """The value that was published before a change, in words; empty where it was not changed."""
        change = self.record.change if isinstance(self.record, Observation) else None
        if change is None:
            return ""
        figure = self.figure.record
        unit = self._scope.catalogue.unit(figure)
        return self._scope.wording.quantity(change.was, unit, figure.scale, self.record.qualifier)

    def _linked(self, shown: str) -> Markup:
        title = escape_attribute(f"{self.figure.title} ({self.period})")
        card = self._scope.card(self.figure.id, self.anchor, title)
        data = f'<data value="{self.machine_value}">{escape_text(shown)}</data>'
        return Markup(f'<button type="button" class="figure" popovertarget="{card}">{data}</button>')  # noqa: S704

    def __html__(self) -> str:
        return self._linked(self.text)

    def __str__(self) -> str:
        return self.text


RELATED = 24
_LATEST = set(Observation.model_fields) - set(Figure.model_fields) - {"value", "period", "change"}


class FigureView:
    """A figure: by itself it stands for its latest observation."""

    def __init__(self, scope: Scope, identifier: str):
        self.record = cast(Figure, scope.find("figures", identifier))
        self._scope, self.id = scope, identifier

    @property
    def all(self) -> list[ObservationView]:
        """Its observations, oldest first."""
        return [ObservationView(self, record, record.period) for record in self.record.observations]

    @property
    def latest(self) -> ObservationView:
        """Its newest observation."""
        return self.all[-1]

    @property
    def first(self) -> ObservationView:
        """Its oldest observation."""
        return self.all[0]

    @property
    def has_history(self) -> bool:
        """Whether it has enough observations for a chart."""
        return has_history(self._scope, self.record)

    def chart(self, **options: Any) -> Markup:
        """Its history as a chart, with its table and files."""
        return chart(self._scope, "history", self.id, **options)

    def at(self, period: object) -> ObservationView:
        """The observation of a period, written as in the data: 2022, "2022-11", "2022-11-22/2022-11-23"."""
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
        """What it is called."""
        self._scope.named["figures", self.id] = None
        return self._scope.text(self.record.label)

    @property
    def theme_id(self) -> str:
        """The identifier of its theme."""
        return self._scope.catalogue.theme_of[self.id]

    @property
    def theme(self) -> View:
        """Its theme, of the code list."""
        return View(self._scope, self._scope.catalogue.codelists.themes[self.theme_id])

    @property
    def link(self) -> Markup:
        """Its name, leading to its page."""
        return self._scope.link(f"figures/{self.id}", self.title)

    @property
    def related(self) -> list[FigureView]:
        """The figures next to it in its theme: those before and after it in the data, at most RELATED of them."""
        same = self._scope.catalogue.by_theme[self.theme_id]
        here = same.index(self.id)
        first = max(0, min(here - RELATED // 2, len(same) - RELATED - 1))
        near = [name for name in same[first : first + RELATED + 1] if name != self.id]
        return [FigureView(self._scope, name) for name in near]

    @property
    def programmes(self) -> list[ProgrammeView]:
        """The programmes that tell it on their page."""
        names = self._scope.catalogue.programmes_of.get(self.id, ())
        return [ProgrammeView(self._scope, "programmes", name) for name in names]

    @property
    def computed_from(self) -> list[FigureView]:
        """The figures that it is computed from, in the order of its formula; none where a source prints it."""
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


def all_figures(scope: Scope) -> Iterator[FigureView]:
    """Every figure that has a value, in the order of the data."""
    for identifier, figure in scope.catalogue.figures.items():
        if figure.observations:
            yield FigureView(scope, identifier)


VIEWS: Mapping[Kind, Any] = {
    "programmes": ProgrammeView,
    "partners": PartnerView,
    "councils": CouncilView,
    "sources": SourceView,
}


class Views(Sequence[Any]):
    """The views of many records, made when a template first looks at them: most pages look at few lists."""

    def __init__(self, make: Callable[[], Iterable[Any]]):
        self._make = make

    @cached_property
    def _views(self) -> list[Any]:
        return list(self._make())

    def __len__(self) -> int:
        return len(self._views)

    def __getitem__(self, index: Any) -> Any:
        return self._views[index]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._views)


def names(scope: Scope) -> dict[str, Any]:
    """The names that templates know, over and above those of Jinja."""
    catalogue = scope.catalogue

    def entity(kind: Kind) -> Any:
        return lambda identifier: VIEWS[kind](scope, kind, identifier)

    def entities(kind: Kind) -> Sequence[Any]:
        return Views(lambda: (VIEWS[kind](scope, kind, identifier) for identifier in catalogue.records(kind)))

    def terms(codes: Mapping[str, Any]) -> list[dict[str, Any]]:
        return [{"id": code, "term": View(scope, term)} for code, term in codes.items()]

    return {
        "figure": lambda identifier: FigureView(scope, identifier),
        "figures": Views(lambda: all_figures(scope)),
        "programme": entity("programmes"),
        "partner": entity("partners"),
        "council": entity("councils"),
        "source": entity("sources"),
        "programmes": entities("programmes"),
        "partners": entities("partners"),
        "councils": entities("councils"),
        "sources": entities("sources"),
        "themes": terms(catalogue.codelists.themes),
        "domains": terms(catalogue.codelists.domains),
        "partnerships": terms(catalogue.codelists.partnerships),
        "language": scope.page.language,
        "link": scope.link,
        "list_of": lambda items: listing(scope, items),
        "plain": plain,
        "chart": lambda kind, *identifiers, **options: chart(scope, kind, *identifiers, **options),
        "partners_map": lambda **options: chart(scope, "partners", **options),
        "reference": lambda record: reference(scope, record),
        "reference_codes": lambda: Markup(code_list(scope.page.language, scope.wording.typography)),  # noqa: S704
    }


def plain(text: object) -> str:
    """A text as it is typed: marks on purpose a number that is no figure, as in {{ plain("24 bis") }}.

    It is escaped where it is shown, as all text is.
    """
    return str(text)


def reference(scope: Scope, record: str) -> Markup:
    """The table of a record's keys, for the guide, as in {{ reference("figure") }}."""
    if record not in RECORDS:
        known, near = ", ".join(RECORDS), nearest(record, RECORDS) or ""
        raise LookupFaultError("unknown-word", found=record, hint=near, known=known)
    return Markup(record_table(record, scope.page.language, scope.wording.typography))  # noqa: S704


def listing(scope: Scope, items: Sequence[Any]) -> Markup:
    """Things one after the other as the language lists them, each shown as it shows itself."""
    shown = [item.__html__() if hasattr(item, "__html__") else escape_text(str(item)) for item in items]
    marks = [f"\ue000{index}\ue001" for index in range(len(shown))]
    text = str(escape_text(scope.wording.list_of(marks)))
    for mark, item in zip(marks, shown, strict=True):
        text = text.replace(mark, str(item))
    return Markup(text)  # noqa: S704
