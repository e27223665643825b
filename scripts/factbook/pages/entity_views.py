"""Views of partners, programmes and councils for templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from factbook.model import Council, Kind, Partner, Programme, Term
from factbook.pages.figure_views import FigureView, ObservationView
from factbook.pages.views import EntityView, RenderContext, SourcedView, SourceView, View


class PartnerView(SourcedView[Partner]):
    """A country or an organisation."""

    @property
    def title(self) -> str:
        """Return the country’s name by CLDR, or the organisation’s acronym, or its name."""
        self._scope.mentioned[self._kind, self.id] = None
        return self._scope.wording.partner(self._record)

    @property
    def country_name(self) -> str:
        """Return the name of its country; empty where it has none."""
        return self._scope.wording.country(self._record.country) if self._record.country else ""

    @property
    def programmes(self) -> list[ProgrammeView]:
        """Return the programmes that name it, or that name an organisation of the country."""
        catalogue = self._scope.catalogue
        names = dict.fromkeys(catalogue.programmes_of_partner.get(self.id, ()))
        if self._record.kind == "country":
            for other in self._names_in_country():
                names |= dict.fromkeys(catalogue.programmes_of_partner.get(other, ()))
        order = list(catalogue.programmes)
        return [ProgrammeView(self._scope, "programmes", name) for name in sorted(names, key=order.index)]

    @property
    def organisations(self) -> list[PartnerView]:
        """Return the agencies and organisations of a country."""
        if self._record.kind != "country":
            return []
        return [partner for partner in self._in_country() if partner.kind != "country"]

    @property
    def state(self) -> PartnerView | None:
        """Return the country that it belongs to, where that has a page."""
        return next((partner for partner in self._in_country() if partner.kind == "country"), None)

    @property
    def figures(self) -> list[FigureView]:
        """Return the figures that are counted for a country; none for an organisation."""
        record = self._record
        code = (record.kind == "country" and record.country) or ""
        names = self._scope.catalogue.figures_of.get(code, ())
        return [FigureView(self._scope, name) for name in names]

    def _in_country(self) -> list[PartnerView]:
        return [PartnerView(self._scope, "partners", name) for name in self._names_in_country()]

    def _names_in_country(self) -> Sequence[str]:
        return self._scope.catalogue.partners_in.get(self._record.country or "", ())


class ProgrammeView(SourcedView[Programme]):
    """A mission or programme."""

    @property
    def partners(self) -> list[PartnerView]:
        """Return its partners, the main one first."""
        return [PartnerView(self._scope, "partners", p) for p in self._record.partners]

    @property
    def domain(self) -> View[Term]:
        """Return its domain, a term of the code list."""
        return View(self._scope, self._scope.catalogue.codelists.domains[self.domain_id])

    @property
    def domain_id(self) -> str:
        """Return the identifier of its domain."""
        return self._record.domain

    @property
    def figures(self) -> list[FigureView]:
        """Return the figures shown on its page."""
        return [FigureView(self._scope, f) for f in self._record.figures]


class CouncilView(SourcedView[Council]):
    """An ESA council at ministerial level."""

    @property
    def country_name(self) -> str:
        """Return the name of the country in which it met."""
        return self._scope.wording.country(self._record.country)

    @property
    def year(self) -> int:
        """Return the year in which it met."""
        return self._record.period.start.year

    @property
    def observations(self) -> list[ObservationView]:
        """Return the observations made at this council."""
        period = self._record.period
        names = self._scope.catalogue.figures_at.get(period.text, ())
        return [FigureView(self._scope, name).at(period.text) for name in names]


VIEWS: Mapping[Kind, Callable[[RenderContext, Kind, str], EntityView[Any]]] = {
    "programmes": ProgrammeView,
    "partners": PartnerView,
    "councils": CouncilView,
    "sources": SourceView,
}
