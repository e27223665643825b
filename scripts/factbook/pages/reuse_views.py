"""Template names for re-users: changes, citations, downloads, pages to embed.

The files are those of `factbook.opendata`; links to them are path-absolute, as they are not in the folder of each
language.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from factbook.data.changes import ChangeEvent, all_changes, modified_in
from factbook.i18n.formatter import Formatter
from factbook.i18n.messages import translations
from factbook.model import KINDS
from factbook.pages.citation import Citation
from factbook.pages.errors import LookupFaultError
from factbook.pages.figure_views import FigureView
from factbook.pages.markdown import escape_attribute, escape_text
from factbook.pages.views import EntityView, LazyList, RenderContext
from factbook.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from factbook.data.config import Site
    from factbook.model import Catalogue, Kind
    from factbook.pages.spec import Outline

# The table of each kind of record, with its list in the API.
TABLES: Mapping[str, Kind] = {"observations": "figures", **{kind: kind for kind in KINDS}}
DATA = "Data:"


@dataclass(frozen=True)
class ChangeView:
    """A change of an observation in the language of the page."""

    scope: RenderContext
    entry: ChangeEvent

    @property
    def figure(self) -> FigureView:
        """Return the figure that changed."""
        return FigureView(self.scope, self.entry.figure)

    @property
    def kind(self) -> str:
        """Return the kind of change: added (a new figure), new-period, revision or correction."""
        return self.entry.kind

    @property
    def recomputed(self) -> bool:
        """Return whether it follows from the change of a figure that this one is calculated from."""
        return self.entry.recomputed

    @property
    def on(self) -> str:
        """Return the day of the change in words."""
        return self.scope.wording.date(self.entry.on)

    @property
    def day(self) -> str:
        """Return the day of the change in ISO 8601."""
        return self.entry.on.isoformat()

    @property
    def period(self) -> str:
        """Return the period of the value in words."""
        return self.scope.wording.period(self.entry.observation.period)

    @property
    def link(self) -> Markup:
        """Return the figure's name as a link to the observation on its page."""
        place = f"#{self.entry.observation.period.anchor}"
        return self.scope.link(f"figures/{self.entry.figure}", self.figure.title, place)

    @property
    def text(self) -> str:
        """Return the value since the change."""
        self.scope.record_figure(self.entry.figure, self.entry.observation.period.text)
        return self._words(self.entry.value)

    @property
    def was(self) -> str:
        """Return the value before, as readers saw it; empty for a new value."""
        return "" if self.entry.was is None else self._words(self.entry.was)

    @property
    def reason(self) -> str:
        """Return why it was replaced; empty for a new value."""
        return self.scope.text(self.entry.reason) if self.entry.reason else ""

    def _words(self, value: Decimal | date) -> str:
        figure = self.figure.record
        unit = self.scope.catalogue.unit(figure)
        return self.scope.wording.quantity(value, unit, figure.scale, self.entry.observation.qualifier)


@dataclass(frozen=True)
class ReuseGlobals:
    """Template names that are the same for every page of a site."""

    site: Site
    catalogue: Catalogue
    outline: Outline

    @cached_property
    def wordings(self) -> Mapping[str, Formatter]:
        """Return the formatter of each language."""
        folder = self.site.locale_folder
        return {code: Formatter(code, translations(folder, code).gettext) for code in self.site.codes}

    def names(self, scope: RenderContext) -> dict[str, object]:
        """Return the names that templates can use, with their values."""
        published = self.site.published
        return {
            "site_address": Markup(self.site.url),  # noqa: S704 - from the configuration
            "published": scope.wording.date(published) if published else "",
            "changes": LazyList(lambda: (ChangeView(scope, entry) for entry in all_changes(self.catalogue))),
            "feeds": [
                {"language": each.code, "name": each.name, "href": Markup(self._path(f"{each.prefix}feed.xml"))}  # noqa: S704
                for each in self.site.languages
            ],
            "citations": lambda figure: self._citations(figure.id),
            "downloads": lambda *things: self._downloads(scope, things),
            "embed_code": lambda figure: self._embed_code(scope, figure),
        }

    def _path(self, path: str) -> str:
        return escape_attribute(self.site.url_path + path)

    def _citations(self, identifier: str) -> list[dict[str, str]]:
        on = modified_in(self.catalogue, identifier, self.site.published)
        return [self._citation(code, identifier, on) for code in self.site.codes]

    def _citation(self, code: str, identifier: str, on: date | None) -> dict[str, str]:
        wording = self.wordings[code]
        figure = self.catalogue.figures[identifier]
        citation = Citation.of(self.site, self.outline, figure, wording, identifier, on)
        path = self._path(f"{self.site.prefix(code)}cite/{identifier}")
        files = (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "json"))
        links = " · ".join(f'<a href="{path}.{end}" download>{name}</a>' for name, end in files)
        return {"language": code, "text": citation.text(wording), "links": Markup(links)}  # noqa: S704

    def _downloads(self, scope: RenderContext, things: Sequence[object]) -> Markup:
        """Return the links to the data of a table or a page: of figures, of an entity, or of all records of a kind."""
        label = escape_text(scope.wording.gettext(DATA))
        parts = [self._files(scope, thing, named=len(things) > 1) for thing in things]
        return Markup(f'\n\n<p class="downloads">{label} {" · ".join(parts)}</p>\n\n')  # noqa: S704

    def _files(self, scope: RenderContext, thing: object, named: bool) -> str:
        if isinstance(thing, FigureView):
            table = document = f"figures/{thing.id}"
            title = thing.title
        elif isinstance(thing, EntityView):
            table, document, title = thing._kind, f"{thing._kind}/{thing.id}", thing.title
        elif thing in TABLES:
            table, document = str(thing), TABLES[str(thing)]
            title = scope.wording.gettext(table.capitalize())
        else:
            near = nearest(str(thing), TABLES) or ""
            raise LookupFaultError("unknown-word", found=str(thing), hint=near, known=", ".join(TABLES))
        csv, json = self._path(f"data/{table}.csv"), self._path(f"api/v1/{document}.json")
        name = f"{escape_text(title)} " if named else ""
        return f'{name}<a href="{csv}" download>CSV</a> <a href="{json}">JSON</a>'

    def _embed_code(self, scope: RenderContext, figure: FigureView) -> Markup:
        """Return the HTML with which another site shows a figure."""
        address = f"{self.site.url}{self.site.prefix(scope.page.language)}embed/{figure.id}/"
        title = escape_attribute(figure.title)
        return Markup(  # noqa: S704
            f'<iframe src="{address}" title="{title}" width="100%" height="240" loading="lazy" '
            f'style="border:0"></iframe>'
        )
