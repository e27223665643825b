"""Programmes, partners, councils and sources as records of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.model import KINDS
from factbook.opendata.publication import iso

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from factbook import model
    from factbook.model import Kind
    from factbook.opendata import types as shape
    from factbook.opendata.serializer import Serializer


class Entities:
    """Serialises the entities of a publication, with a `Serializer` for what they share."""

    def __init__(self, serializer: Serializer):
        self.serializer = serializer
        self.publication, self.catalogue = serializer.publication, serializer.catalogue

    def of_kind(self, kind: Kind) -> Sequence[Mapping[str, object]]:
        """Return all entities of a kind. The method for one of them has the singular of the kind as its name."""
        serialize: Callable[[str], Mapping[str, object]] = getattr(self, KINDS[kind].singular)
        return [serialize(identifier) for identifier in self.catalogue.records(kind)]

    def programme(self, identifier: str) -> shape.Programme:
        """Return a programme."""
        publication, programme = self.publication, self.catalogue.programmes[identifier]
        launch, state = programme.launch, programme.state
        return {
            "id": identifier,
            "address": publication.record("programmes", identifier),
            "name": publication.texts(programme.name),
            "domain": self.serializer.term(programme.domain, self.catalogue.codelists.domains),
            "summary": publication.texts(programme.summary),
            "contribution": publication.optional_texts(programme.contribution),
            "partners": [self._partner(name) for name in programme.partners],
            "launch": self._launch(launch) if launch else None,
            "state": {
                "value": state.value,
                "as_of": self.serializer.optional_period(state.as_of),
                "note": publication.optional_texts(state.note),
            },
            "milestones": [self._statement(each) for each in programme.milestones],
            "disagreements": [self._statement(each) for each in programme.disagreements],
            "figures": list(programme.figures),
            "sourcing": self.catalogue.sourcing_of(programme.sources),
            "sources": self.serializer.sources(programme.sources),
            "pages": publication.page(f"programmes/{identifier}"),
        }

    def _partner(self, identifier: str) -> shape.PartnerReference:
        return {
            "id": identifier,
            "name": self.publication.partner_name(identifier),
            "address": self.publication.record("partners", identifier),
        }

    def _launch(self, launch: model.Launch) -> shape.Launch:
        time = self.serializer.when(launch.period)
        return {"time": time, "planned": launch.planned, "unconfirmed": launch.unconfirmed}

    def _statement(self, statement: model.Statement) -> shape.Statement:
        return {
            "label": self.publication.texts(statement.label),
            "time": self.serializer.optional_period(statement.on),
            "planned": statement.planned,
            "unconfirmed": statement.unconfirmed,
            "sources": self.serializer.sources(statement.sources),
        }

    def partner(self, identifier: str) -> shape.Partner:
        """Return a country or an organisation."""
        publication, partner = self.publication, self.catalogue.partners[identifier]
        kinds = self.catalogue.codelists.partnerships
        return {
            "id": identifier,
            "address": publication.record("partners", identifier),
            "kind": partner.kind,
            "country": partner.country,
            "region": partner.region,
            "name": publication.partner_name(identifier),
            "full_name": publication.optional_texts(partner.name),
            "partnership": self.serializer.term(partner.partnership, kinds) if partner.partnership else None,
            "summary": publication.optional_texts(partner.summary),
            "agreements": [
                {
                    "label": publication.texts(each.label),
                    "time": self.serializer.optional_period(each.on),
                    "planned": each.planned,
                }
                for each in partner.agreements
            ],
            "esa": self._membership(partner.esa) if partner.esa else None,
            "programmes": list(self.publication.catalogue.programmes_of_partner.get(identifier, ())),
            "note": publication.optional_texts(partner.note),
            "sourcing": self.catalogue.sourcing_of(partner.sources),
            "sources": self.serializer.sources(partner.sources),
            "pages": publication.page(f"partners/{identifier}"),
        }

    def _membership(self, esa: model.EsaMembership) -> shape.EsaMembership:
        return {
            "status": esa.status,
            "since": self.serializer.optional_period(esa.since),
            "signed": iso(esa.signed),
            "note": self.publication.optional_texts(esa.note),
            "sourcing": self.catalogue.sourcing_of(esa.sources),
            "sources": self.serializer.sources(esa.sources),
        }

    def council(self, identifier: str) -> shape.Council:
        """Return an ESA council at ministerial level."""
        publication, council = self.publication, self.catalogue.councils[identifier]
        return {
            "id": identifier,
            "address": publication.record("councils", identifier),
            "name": publication.texts(council.name),
            "city": publication.texts(council.city),
            "country": council.country,
            "time": self.serializer.when(council.period),
            "planned": council.planned,
            "summary": publication.optional_texts(council.summary),
            "note": publication.optional_texts(council.note),
            "figures": list(self.publication.catalogue.figures_at.get(council.period.text, ())),
            "sourcing": self.catalogue.sourcing_of(council.sources),
            "sources": self.serializer.sources(council.sources),
            "pages": publication.page(f"councils/{identifier}"),
        }

    def source(self, identifier: str) -> shape.Source:
        """Return a publication."""
        publication, source = self.publication, self.catalogue.sources[identifier]
        return {
            "id": identifier,
            "address": publication.record("sources", identifier),
            "title": source.title,
            "publisher": source.publisher,
            "publisher_names": publication.optional_texts(source.publisher_names),
            "url": source.url,
            "published": iso(source.published),
            "date_note": publication.optional_texts(source.date_note),
            "language": source.language,
            "official": source.official,
            "title_supplied": source.title_supplied,
            "via": publication.optional_texts(source.via),
            "figures": list(self.publication.catalogue.figures_citing.get(identifier, ())),
            "pages": publication.page("sources", f"#{identifier}"),
        }
