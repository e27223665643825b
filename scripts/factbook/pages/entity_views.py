"""What templates see of partners, programmes and councils."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from factbook.model import Kind, Period
from factbook.pages.figure_views import FigureView, ObservationView
from factbook.pages.views import EntityView, SourceView, View


class PartnerView(EntityView):
    """A country or an organisation."""

    @property
    def title(self) -> str:
        """The country’s name by CLDR, or the organisation’s acronym, or its name."""
        self._scope.mentioned[self._kind, self.id] = None
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
        return [partner for partner in self._in_country() if partner.kind != "country"]

    @property
    def state(self) -> PartnerView | None:
        """The country that it belongs to, where that has a page."""
        return next((partner for partner in self._in_country() if partner.kind == "country"), None)

    @property
    def figures(self) -> list[FigureView]:
        """The figures that are counted for a country; none for an organisation."""
        record = cast(Any, self._record)
        names = self._scope.catalogue.figures_of.get(record.country, ()) if record.kind == "country" else ()
        return [FigureView(self._scope, name) for name in names]

    def _in_country(self) -> list[PartnerView]:
        names = self._scope.catalogue.partners_in.get(cast(Any, self._record).country, ())
        return [PartnerView(self._scope, "partners", name) for name in names]


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
    def year(self) -> int:
        """The year it met in."""
        return cast(int, cast(Any, self._record).period.start.year)

    @property
    def observations(self) -> list[ObservationView]:
        """Every observation of the councils' figures made at this council."""
        period: Period = cast(Any, self._record).period
        names = self._scope.catalogue.figures_at.get(period.text, ())
        return [FigureView(self._scope, name).at(period.text) for name in names]


VIEWS: Mapping[Kind, Any] = {
    "programmes": ProgrammeView,
    "partners": PartnerView,
    "councils": CouncilView,
    "sources": SourceView,
}
