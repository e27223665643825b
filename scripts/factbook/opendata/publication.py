"""The input of all open data: the facts, their texts in every language, and the address of everything."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from factbook.data.changes import ChangeEvent, all_changes, modified
from factbook.data.config import Site
from factbook.i18n.formatter import Formatter, Style
from factbook.i18n.messages import translations
from factbook.model import Catalogue
from factbook.pages import Outline
from factbook.pages.citation import Citation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from decimal import Decimal

    from factbook.model import Figure, Qualifier
    from factbook.opendata.types import Texts

API = "api/v1/"
LICENCES = (
    # SPDX identifier, name, text: those of data/LICENSE.md.
    ("etalab-2.0", "Licence Ouverte 2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"),
    ("CC-BY-4.0", "Creative Commons Attribution 4.0 International", "https://creativecommons.org/licenses/by/4.0/"),
)


@dataclass(frozen=True)
class Publication:
    """A site's facts, ready for every format.

    Paths are those of the published site, relative to its root; addresses are absolute.
    """

    site: Site
    catalogue: Catalogue
    outline: Outline
    _citations: dict[tuple[str, str], Citation] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def wordings(self) -> Mapping[str, Formatter]:
        """Return the formatter of each language."""
        return {code: Formatter(code, translations(self.site.locale_folder, code).gettext) for code in self.site.codes}

    @cached_property
    def changes(self) -> Mapping[str, list[ChangeEvent]]:
        """Return the changes of each figure that has any, newest first."""
        found: dict[str, list[ChangeEvent]] = {}
        for entry in self.newest:
            found.setdefault(entry.figure, []).append(entry)
        return found

    @cached_property
    def newest(self) -> list[ChangeEvent]:
        """Return all changes, newest first."""
        return all_changes(self.catalogue)

    @property
    def modified(self) -> date | None:
        """Return the day of the newest change, else of the first publication."""
        return self.newest[0].on if self.newest else self.site.published

    def modified_of(self, identifier: str) -> date | None:
        """Return the day of a figure's newest change, else of the first publication."""
        figure = self.catalogue.figures[identifier]
        return modified(figure, self.site.published, self.changes.get(identifier, ()))

    def localized(self, render: Callable[[Formatter], str]) -> Texts:
        """Return a text rendered in each language."""
        return {code: render(wording) for code, wording in self.wordings.items()}

    def texts(self, text: Mapping[str, str]) -> Texts:
        """Return a text of the data with the typography of each language, as pages show it."""
        return {code: wording.typography(text[code]) for code, wording in self.wordings.items()}

    def optional_texts(self, text: Mapping[str, str] | None) -> Texts | None:
        """Return the same for an optional text."""
        return None if text is None else self.texts(text)

    def quantity(self, figure: Figure, value: Decimal | date, qualifier: Qualifier, style: Style) -> Texts:
        """Return a value of a figure in each language."""
        unit = self.catalogue.unit(figure)
        return {
            code: wording.quantity(value, unit, figure.scale, qualifier, style)
            for code, wording in self.wordings.items()
        }

    def partner_name(self, identifier: str) -> Texts:
        """Return a country's name, or an organisation's acronym or name, as pages show it."""
        partner = self.catalogue.partners[identifier]
        return self.localized(lambda wording: wording.partner(partner))

    def url(self, path: str) -> str:
        """Return the address of a path."""
        return self.site.url + path

    def page(self, name: str, anchor: str = "") -> Texts:
        """Return the address of a page in each language that has it."""
        pages = self.outline.pages
        return {
            code: f"{self.site.url}{pages[code][name].site_address}{anchor}"
            for code in self.site.codes
            if name in pages[code]
        }

    def record(self, kind: str, identifier: str) -> str:
        """Return the address of a record's document, the one that does not depend on a language."""
        return f"{self.site.url}{API}{kind}/{identifier}.json"

    def dataset(self, identifier: str) -> str:
        """Return the identifier of a figure as a data set; the address of its document is that of one of its files."""
        return f"{self.record('figures', identifier)}#dataset"

    def table(self, identifier: str) -> str:
        """Return the path of a figure's table."""
        return f"data/figures/{identifier}.csv"

    def embed(self, code: str, identifier: str) -> str:
        """Return the path of a figure's small page for an iframe."""
        return f"{self.site.prefix(code)}embed/{identifier}/"

    def citation_path(self, code: str, identifier: str) -> str:
        """Return the path of a figure's citation in a language, without the extension."""
        return f"{self.site.prefix(code)}cite/{identifier}"

    def citation(self, code: str, identifier: str) -> Citation:
        """Return the citation of a figure in a language, calculated once."""
        key = code, identifier
        if key not in self._citations:
            self._citations[key] = self._citation(code, identifier)
        return self._citations[key]

    def _citation(self, code: str, identifier: str) -> Citation:
        figure, wording = self.catalogue.figures[identifier], self.wordings[code]
        return Citation.of(self.site, self.outline, figure, wording, identifier, self.modified_of(identifier))


def iso(day: object | None) -> str | None:
    """Return a day or a period in ISO 8601."""
    return None if day is None else str(day)
