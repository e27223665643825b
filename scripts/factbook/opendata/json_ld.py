"""JSON-LD in the pages: what a page is about, in the terms of schema.org.

The context is in the document, so that nothing has to be loaded to read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.model import KINDS
from factbook.opendata.encoding import JsonObject, json_text
from factbook.opendata.publication import API, LICENCES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from factbook.opendata import types as shape
    from factbook.opendata.publication import Publication
    from factbook.opendata.serializer import Serializer
    from factbook.pages import Page

Node = JsonObject
_ADDRESSES = ("url", "contentUrl", "license", "item", "sameAs")
CONTEXT: Node = {"@vocab": "https://schema.org/", **{name: {"@type": "@id"} for name in _ADDRESSES}}
# Pages that show all records of a kind: the table of the kind is what they are about.


def linked_data(serializer: Serializer, page: Page, trail: Sequence[tuple[str, str]]) -> str:
    """Return the JSON-LD of a page, safe in a script element.

    `trail` has title and address of the pages above it, the home page first.
    """
    publication, language = serializer.publication, page.spec.language
    address = publication.page(page.spec.name)[language]
    about = {"name": page.title, "description": page.description, "url": address}
    work = {**about, "inLanguage": language}  # of works and events: schema.org has no language for other things
    nodes: list[Node] = []
    if page.spec.record:
        kind, identifier = page.spec.record
        if kind in _RECORDS:
            nodes += _RECORDS[kind](serializer, identifier, language, about)
    elif page.spec.name == "index":
        site = {"@type": "WebSite", "@id": publication.url("#website")}
        nodes.append({**site, **work, "publisher": publisher(publication)})
    elif page.spec.name in KINDS:
        nodes.append(_table(publication, page.spec.name, work))
    elif page.spec.name == "data":
        nodes.append(_catalogue(publication, language, work))
    if trail:
        nodes.append(_breadcrumb([*trail, (page.title, address)]))
    return json_text({"@context": CONTEXT, "@graph": nodes}) if nodes else ""


def publisher(publication: Publication) -> Node:
    """Return the publisher of the site."""
    site = publication.site
    return {
        "@type": "Organization", "@id": f"{site.url}#publisher", "name": site.title(site.codes[0]), "url": site.url,
    }  # fmt: skip


def _dataset(publication: Publication, about: Node, table: str, document: str) -> Node:
    modified = publication.modified
    return {
        "@type": "Dataset",
        **about,
        "license": [url for _, _, url in LICENCES],
        "isAccessibleForFree": True,
        "creator": publisher(publication),
        **({"dateModified": modified.isoformat()} if modified else {}),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": publication.url(table)},
            {"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": document},
        ],
    }


def _table(publication: Publication, name: str, about: Node) -> Node:
    document = "figures" if name == "observations" else name
    node = _dataset(publication, about, f"data/{name}.csv", publication.url(f"{API}{document}.json"))
    return {"@id": publication.url(f"#{name}"), **node}


def _catalogue(publication: Publication, language: str, work: Node) -> Node:
    """Return all data as one data set, in the catalogue of `factbook.opendata.dcat`."""
    named = {**work, "name": publication.site.title(language)}
    return {
        "@type": "DataCatalog",
        "@id": publication.url("#catalogue"),
        **work,
        "publisher": publisher(publication),
        "dataset": {**_table(publication, "observations", named), "@id": publication.url("#data")},
    }


def _figure(serializer: Serializer, identifier: str, language: str, about: Node) -> list[Node]:
    publication, figure = serializer.publication, serializer.figure(identifier)
    here, variable = figure["address"], f"{figure['address']}#variable"
    observations = figure["observations"]
    start = min(each["time"]["start"] for each in observations)
    end = max(each["time"]["end"] for each in observations)
    sources = {source["id"]: source for each in observations for source in each["sources"]}
    dataset = {
        "@id": publication.dataset(identifier),
        **_dataset(publication, {**about, "inLanguage": language}, publication.table(identifier), here),
        "name": figure["label"][language],
        "description": figure["definition"][language],
        "identifier": identifier,
        "temporalCoverage": f"{start}/{end}",
        **({"spatialCoverage": {"@type": "Country", "identifier": figure["country"]}} if figure["country"] else {}),
        **({"dateModified": figure["modified"]} if figure["modified"] else {}),
        "variableMeasured": {
            "@type": "StatisticalVariable",
            "@id": variable,
            "name": figure["label"][language],
            "description": figure["definition"][language],
        },
        "isBasedOn": [_work(source) for source in sources.values()],
    }
    return [dataset, *(_observation(figure, each, variable, language) for each in observations)]


def _work(source: shape.SourceReference) -> Node:
    url = source["url"]
    return {
        "@type": "CreativeWork",
        "@id": source["address"],
        "name": source["title"],
        "publisher": {"@type": "Organization", "name": source["publisher"]},
        **({"url": url} if url and url.startswith("http") else {}),
    }


def _observation(figure: shape.Figure, observation: shape.Observation, variable: str, language: str) -> Node:
    period = observation["time"]["period"]
    unit = figure["unit"]
    label = unit["label"]
    number = observation["exact_number"]
    return {
        "@type": "Observation",
        "@id": f"{figure['address']}#{period.replace('/', '--')}",
        "variableMeasured": {"@id": variable},
        "observationDate": period,
        "value": observation["exact"] if number is None else number,
        **({"unitText": unit["currency"] or label[language]} if label else {}),
        "name": observation["text"][language],
        **({"url": observation["pages"][language]} if language in observation["pages"] else {}),
    }


def _programme(serializer: Serializer, identifier: str, language: str, about: Node) -> list[Node]:
    programme = serializer.publication.catalogue.programmes[identifier]
    members = [
        {
            "@type": _MEMBERS[serializer.publication.catalogue.partners[name].kind],
            "@id": serializer.publication.record("partners", name),
            "name": serializer.publication.partner_name(name)[language],
        }
        for name in programme.partners
    ]
    here = serializer.publication.record("programmes", identifier)
    return [{"@type": "Project", "@id": here, **about, **({"member": members} if members else {})}]


_ORGANISATIONS: Mapping[str, str] = {
    "country": "Country", "agency": "GovernmentOrganization", "organisation": "Organization",
}  # fmt: skip
# A country that takes part does so by its government: schema.org has only organisations and persons as members.
_MEMBERS: Mapping[str, str | list[str]] = {**_ORGANISATIONS, "country": ["Country", "GovernmentOrganization"]}


def _partner(serializer: Serializer, identifier: str, language: str, about: Node) -> list[Node]:
    publication, partner = serializer.publication, serializer.publication.catalogue.partners[identifier]
    full = publication.optional_texts(partner.name if partner.acronym else None)
    return [
        {
            "@type": _ORGANISATIONS[partner.kind],
            "@id": publication.record("partners", identifier),
            **about,
            **({"identifier": partner.country} if partner.kind == "country" and partner.country else {}),
            **({"alternateName": full[language]} if full else {}),
        }
    ]


def _council(serializer: Serializer, identifier: str, language: str, about: Node) -> list[Node]:
    publication, council = serializer.publication, serializer.publication.catalogue.councils[identifier]
    place = {"addressLocality": publication.texts(council.city)[language], "addressCountry": council.country}
    return [
        {
            "@type": "Event",
            "@id": publication.record("councils", identifier),
            **about,
            "inLanguage": language,
            "startDate": council.period.start.isoformat(),
            "endDate": council.period.end.isoformat(),
            "location": {"@type": "Place", "address": {"@type": "PostalAddress", **place}},
        }
    ]


_RECORDS: Mapping[str, Callable[[Serializer, str, str, Node], list[Node]]] = {
    "figures": _figure,
    "programmes": _programme,
    "partners": _partner,
    "councils": _council,
}


def _breadcrumb(steps: Sequence[tuple[str, str]]) -> Node:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": title, "item": address}
            for position, (title, address) in enumerate(steps, 1)
        ],
    }
