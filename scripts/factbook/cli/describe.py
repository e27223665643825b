"""A record as text: how readers of each language see it, and where it is defined, named and shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

from factbook.build.pipeline import Prepared
from factbook.data.config import Language
from factbook.data.edit import RefusedError
from factbook.data.loader import suggestion
from factbook.data.yaml import Document
from factbook.i18n.formatter import Formatter
from factbook.i18n.messages import translations
from factbook.model import KINDS, REFERENCE_KEYS, TERM_KEYS, Catalogue, Kind, Period, Place, Record
from factbook.pages import Page
from factbook.pages.entity_views import VIEWS
from factbook.pages.figure_views import FigureView, ObservationView
from factbook.pages.views import RenderContext
from factbook.problems.codes import N_

Translate = Callable[[str], str]

_HEAD = (N_("Period"), N_("In a sentence"), N_("In a table"), N_("Exactly"), N_("Sources"), N_("Remarks"))


def kinds_of(catalogue: Catalogue, identifier: str) -> list[Kind]:
    """Return the kinds of the records with an identifier: usually one, none if there is no such record."""
    return [kind for kind in KINDS if identifier in catalogue.records(kind)]


def require_kinds(catalogue: Catalogue, identifier: str) -> list[Kind]:
    """Return the kinds of the records with that identifier, at least one. Raises RefusedError with the nearest one."""
    if kinds := kinds_of(catalogue, identifier):
        return kinds
    hint = suggestion(identifier, [name for _, name in catalogue.located])
    raise RefusedError("unknown-figure", kind="record", id=identifier, hint=hint)


def identifiers(catalogue: Catalogue) -> Iterator[str]:
    """Yield lines with all identifiers by kind, each with its file and line."""
    for kind in KINDS:
        records = catalogue.records(kind)
        yield f"{kind} ({len(records)})"
        for identifier in records:
            place = catalogue.place(kind, identifier)
            yield f"  {identifier:<40} {place.file}:{_own_line(catalogue, kind, identifier)}"


def _own_line(catalogue: Catalogue, kind: str, identifier: str) -> int:
    located, path = catalogue.located[kind, identifier]
    return located.key(path).line


def show(result: Prepared, kind: Kind, identifier: str, translate: Translate) -> Iterator[str]:
    """Yield lines that show a record as readers of each language see it, with its sources and pages."""
    yield heading(result.catalogue, kind, identifier)
    for language in result.site.languages:
        scope = _scope(result, language)
        yield from ("", f"{language.name} ({language.code})")
        lines = _figure(scope, identifier, translate) if kind == "figures" else _entity(scope, kind, identifier)
        yield from (f"  {line}".rstrip() for line in lines)
        yield from ("", "  " + translate("Pages that show it:"))
        yield from (f"    {line}" for line in _pages(result, language, kind, identifier) or [translate("none")])


def heading(catalogue: Catalogue, kind: Kind, identifier: str) -> str:
    """Return the place, kind and identifier of a record."""
    place = catalogue.place(kind, identifier)
    return f"{place.file}:{_own_line(catalogue, kind, identifier)}: {KINDS[kind].singular} {identifier}"


def usages(result: Prepared, kind: Kind, identifier: str, translate: Translate) -> Iterator[str]:
    """Yield lines with the place of a record, the records that name it and the pages that show it."""
    yield heading(result.catalogue, kind, identifier)
    naming = list(dict.fromkeys(_naming(result.catalogue, kind, identifier)))
    if naming:
        yield from ("", translate("Named in the data by:"), *(f"  {line}" for line in naming))
    for language in result.site.languages:
        yield from ("", translate("Pages that show it:") + f" {language.name} ({language.code})")
        yield from (f"  {line}" for line in _pages(result, language, kind, identifier) or [translate("none")])


def as_read(result: Prepared, identifier: str, period: Period) -> Iterator[tuple[str, str]]:
    """Yield for each language the name of an observation and its value as readers see it."""
    for language in result.site.languages:
        figure = FigureView(_scope(result, language), identifier)
        for observation in figure.all:
            if (observation.during.start, observation.during.end) == (period.start, period.end):
                yield f"{language.code}: {figure.title}, {observation.period}", observation.text


def _scope(result: Prepared, language: Language) -> RenderContext:
    strings = translations(result.site.locale_folder, language.code)
    pages = result.outline.pages[language.code]
    wording = Formatter(language.code, strings.gettext)
    return RenderContext(next(iter(pages.values())), pages, result.catalogue, wording)


def _figure(scope: RenderContext, identifier: str, translate: Translate) -> Iterator[str]:
    figure = FigureView(scope, identifier)
    yield figure.title
    yield scope.text(figure.record.definition)
    if figure.record.computed:
        yield translate("Computed: {formula}").format(formula=figure.record.computed)
    if figure.record.review_by:
        yield translate("Next review: {day}").format(day=scope.wording.date(figure.record.review_by))
    rows = [["", *map(translate, _HEAD)]]
    notes: list[str] = []
    for observation in figure.all:
        rows.append([observation.during.text, *_row(observation)])
        rows += [["  ≠", *_row(other)] for other in observation.disagreements]
        notes += [
            f"{observation.during.text}: {scope.text(value.record.note)}"
            for value in (observation, *observation.disagreements)
            if value.record.note
        ]
    yield from ("", *_aligned(rows), *notes)


def _row(observation: ObservationView) -> list[str]:
    record = cast(Any, observation.record)
    remarks = [
        word
        for name, usual in (("status", "final"), ("confidence", "high"))
        if (word := getattr(record, name, usual)) != usual
    ]
    change = getattr(record, "change", None)
    if change:
        remarks.append(f"{change.kind} {change.on.isoformat()} ({change.was})")
    return [
        observation.period,
        observation.text,
        f"{observation.period_short} | {observation.short_text}",
        observation.exact,
        ", ".join(record.sources),
        ", ".join(remarks),
    ]


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _entity(scope: RenderContext, kind: Kind, identifier: str) -> Iterator[str]:
    yield VIEWS[kind](scope, kind, identifier).title
    record = scope.catalogue.records(kind)[identifier]
    yield from _fields(scope, record)


def _fields(scope: RenderContext, record: Record) -> Iterator[str]:
    """Yield each field of a record that is set, with its value as readers see it."""
    for key, info in type(record).model_fields.items():
        value = getattr(record, key)
        if value is None or value == []:
            continue
        if isinstance(value, Record):
            yield f"{key}:"
            yield from (f"  {line}" for line in _fields(scope, value))
        elif isinstance(value, list) and isinstance(value[0], Record):
            yield f"{key}:"
            for entry in value:
                first, *others = _fields(scope, entry)
                yield from (f"  - {first}", *(f"    {line}" for line in others))
        elif value != info.default or key == "confidence":
            yield f"{key}: {_worded(scope, key, value)}"


def _worded(scope: RenderContext, key: str, value: Any) -> str:
    if kind := REFERENCE_KEYS.get(key):
        return ", ".join(f"{_title(scope, kind, name)} [{name}]" for name in value)
    if key == "country":
        return scope.wording.country(value)
    if key in TERM_KEYS:
        terms: Mapping[str, Any] = getattr(scope.catalogue.codelists, TERM_KEYS[key])
        return f"{scope.text(terms[value].label)} [{value}]"
    if isinstance(value, Mapping):
        return scope.text(value)
    if isinstance(value, Period):
        return scope.wording.period(value)
    if isinstance(value, date):
        return scope.wording.date(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _title(scope: RenderContext, kind: Kind, identifier: str) -> str:
    if kind == "figures":
        return FigureView(scope, identifier).title
    return str(VIEWS[kind](scope, kind, identifier).title)


def _pages(result: Prepared, language: Language, kind: Kind, identifier: str) -> list[str]:
    """Return the pages of a language that show a record: URL, template with line, and the periods shown."""
    found = []
    for page in result.pages[language.code]:
        periods = [p for name, p in page.figures_used if name == identifier] if kind == "figures" else []
        if periods or (kind, identifier) in page.mentioned or page.spec.record == (kind, identifier):
            address = result.site.url + page.spec.site_address
            found.append([address, _template_place(page, identifier), " ".join(periods)])
    return list(_aligned(found)) if found else []


def _template_place(page: Page, identifier: str) -> str:
    """Return the template of a page, with the line that names the record if there is one."""
    template = page.spec.template
    for number, line in enumerate(template.source.split("\n"), 1):
        if f'"{identifier}"' in line or f"'{identifier}'" in line:
            return f"{template.file}:{number}"
    return template.file


def _naming(catalogue: Catalogue, kind: Kind, identifier: str) -> Iterator[str]:
    """Yield the places of all values in the data that name a record."""
    for (other_kind, other), (located, prefix) in catalogue.located.items():
        document = cast(Document, located)
        value = document.value
        for part in prefix:
            value = value[part]
        for path in _paths(value, kind, identifier):
            place: Place = document.place((*prefix, *path))
            yield f"{place.file}:{place.line}: {other_kind.removesuffix('s')} {other}"


def _paths(value: Any, kind: Kind, identifier: str) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, below in value.items():
            names_it = REFERENCE_KEYS.get(key) == kind and isinstance(below, list) and identifier in below
            if names_it:
                yield (key, below.index(identifier))
            elif key == "computed" and kind == "figures" and f"{{{identifier}}}" in str(below):
                yield (key,)
            else:
                yield from ((key, *path) for path in _paths(below, kind, identifier))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from ((index, *path) for path in _paths(below, kind, identifier))
