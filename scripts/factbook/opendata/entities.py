"""Programmes, partners, councils and sources as the API tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.opendata.publication import iso

if TYPE_CHECKING:
    from factbook import model
    from factbook.opendata import types as shape
    from factbook.opendata.serializer import Serializer


class Entities:
    """Tells the entities of a publication, with what a `Teller` knows."""

    def __init__(self, teller: Serializer):
        self.teller = teller
        self.publication, self.catalogue = teller.publication, teller.catalogue

    def programme(self, identifier: str) -> shape.Programme:
        """A programme."""
        publication, programme = self.publication, self.catalogue.programmes[identifier]
        launch, state = programme.launch, programme.state
        return {
            "id": identifier,
            "address": publication.record("programmes", identifier),
            "name": publication.texts(programme.name),
            "domain": self.teller.term(programme.domain, self.catalogue.codelists.domains),
            "summary": publication.texts(programme.summary),
            "contribution": publication.optional_texts(programme.contribution),
            "partners": [self._partner(name) for name in programme.partners],
            "launch": self._launch(launch) if launch else None,
            "state": {
                "value": state.value,
                "as_of": self.teller.optional_period(state.as_of),
                "note": publication.optional_texts(state.note),
            },
            "milestones": [self._statement(each) for each in programme.milestones],
            "disagreements": [self._statement(each) for each in programme.disagreements],
            "figures": list(programme.figures),
            "confidence": programme.confidence,
            "sources": self.teller.sources(programme.sources),
            "pages": publication.page(f"programmes/{identifier}"),
        }

    def _partner(self, identifier: str) -> shape.PartnerReference:
        return {
            "id": identifier,
            "name": self.publication.partner_name(identifier),
            "address": self.publication.record("partners", identifier),
        }

    def _launch(self, launch: model.Launch) -> shape.Launch:
        time = self.teller.when(launch.period)
        return {"time": time, "planned": launch.planned, "unconfirmed": launch.unconfirmed}

    def _statement(self, statement: model.Statement) -> shape.Statement:
        return {
            "label": self.publication.texts(statement.label),
            "time": self.teller.optional_period(statement.on),
            "planned": statement.planned,
            "unconfirmed": statement.unconfirmed,
            "sources": self.teller.sources(statement.sources),
        }

    def partner(self, identifier: str) -> shape.Partner:
        """A country or an organisation."""
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
            "partnership": self.teller.term(partner.partnership, kinds) if partner.partnership else None,
            "summary": publication.optional_texts(partner.summary),
            "agreements": [
                {
                    "label": publication.texts(each.label),
                    "time": self.teller.optional_period(each.on),
                    "planned": each.planned,
                }
                for each in partner.agreements
            ],
            "esa": self._membership(partner.esa) if partner.esa else None,
            "programmes": list(self.publication.catalogue.programmes_of_partner.get(identifier, ())),
            "note": publication.optional_texts(partner.note),
            "confidence": partner.confidence,
            "sources": self.teller.sources(partner.sources),
            "pages": publication.page(f"partners/{identifier}"),
        }

    def _membership(self, esa: model.EsaMembership) -> shape.EsaMembership:
        return {
            "status": esa.status,
            "since": self.teller.optional_period(esa.since),
            "signed": iso(esa.signed),
            "note": self.publication.optional_texts(esa.note),
            "confidence": esa.confidence,
            "sources": self.teller.sources(esa.sources),
        }

    def council(self, identifier: str) -> shape.Council:
        """An ESA council at ministerial level."""
        publication, council = self.publication, self.catalogue.councils[identifier]
        return {
            "id": identifier,
            "address": publication.record("councils", identifier),
            "name": publication.texts(council.name),
            "city": publication.texts(council.city),
            "country": council.country,
            "time": self.teller.when(council.period),
            "planned": council.planned,
            "summary": publication.optional_texts(council.summary),
            "note": publication.optional_texts(council.note),
            "figures": list(self.publication.catalogue.figures_at.get(council.period.text, ())),
            "confidence": council.confidence,
            "sources": self.teller.sources(council.sources),
            "pages": publication.page(f"councils/{identifier}"),
        }

    def source(self, identifier: str) -> shape.Source:
        """A publication."""
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
            "via": source.via,
            "figures": list(self.publication.catalogue.figures_citing.get(identifier, ())),
            "pages": publication.page("sources", f"#{identifier}"),
        }
