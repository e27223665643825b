"""The catalogue that data portals harvest: DCAT-AP as JSON-LD, with its context inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factbook.opendata.publication import API, LICENCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from factbook.opendata import shape
    from factbook.opendata.publication import Publication
    from factbook.opendata.tables import Table

Node = dict[str, Any]
_EUROPE = "http://publications.europa.eu/resource/authority/"
_CONTEXT: Node = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FORMATS = {"CSV": "text/csv", "JSON": "application/json"}


def catalogue(publication: Publication, figures: Sequence[shape.Figure], tables: Sequence[Table]) -> Node:
    """The catalogue: one data set of everything, and one for each figure."""
    site = publication.site
    everything = publication.url("#data")
    titles = {code: site.title(code) for code in site.codes}
    home = publication.page("index").get(site.codes[0], site.url)
    datasets = [_figure(publication, figure, everything) for figure in figures]
    return {
        "@context": _CONTEXT,
        "@graph": [
            {
                "@id": publication.url("#catalogue"),
                "@type": "dcat:Catalog",
                "dct:title": _said(titles),
                "dct:description": _said(_descriptions(publication)),
                "foaf:homepage": {"@id": home},
                **_common(publication, publication.modified),
                "dcat:dataset": [{"@id": everything}, *({"@id": each["@id"]} for each in datasets)],
            },
            {"@id": publication.url("#publisher"), "@type": "foaf:Agent", "foaf:name": _said(titles)},
            {
                "@id": everything,
                "@type": "dcat:Dataset",
                "dct:title": _said(titles),
                "dct:description": _said(_descriptions(publication)),
                "dct:identifier": site.url,
                "dcat:landingPage": _links(publication.page("data") or publication.page("index")),
                **_common(publication, publication.modified),
                **_open(),
                "dct:hasPart": [{"@id": each["@id"]} for each in datasets],
                "dcat:distribution": list(_of_everything(publication, tables)),
            },
            *datasets,
        ],
    }


def _said(texts: shape.Texts) -> list[Node]:
    return [{"@language": code, "@value": text} for code, text in texts.items()]


def _links(addresses: shape.Texts) -> list[Node]:
    return [{"@id": address} for address in addresses.values()]


def _descriptions(publication: Publication) -> shape.Texts:
    """What the site says it is, in each language; its name where it says nothing."""
    return {
        language.code: str(language.settings.get("site_description", publication.site.title(language.code)))
        for language in publication.site.languages
    }


def _common(publication: Publication, modified: date | str | None) -> Node:
    """What a catalogue and a data set share. Languages as id.loc.gov names them (DCAT 3, 6.4.9)."""
    issued = publication.site.published
    return {
        "dct:publisher": {"@id": publication.url("#publisher")},
        "dct:language": [{"@id": f"http://id.loc.gov/vocabulary/iso639-1/{c}"} for c in publication.site.codes],
        **({"dct:issued": _day(issued)} if issued else {}),
        **({"dct:modified": _day(modified)} if modified else {}),
    }


def _open() -> Node:
    return {
        "dcat:theme": {"@id": f"{_EUROPE}data-theme/TECH"},
        "dct:accessRights": {"@id": f"{_EUROPE}access-right/PUBLIC"},
        "dct:accrualPeriodicity": {"@id": f"{_EUROPE}frequency/IRREG"},
    }


def _day(day: date | str) -> Node:
    return {"@type": "xsd:date", "@value": str(day)}


def _distribution(address: str, form: str, title: str) -> Node:
    """A file. DCAT-AP allows one licence: the first; that there is a choice stands among the rights."""
    return {
        "@type": "dcat:Distribution",
        "dct:title": title,
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dct:format": {"@id": f"{_EUROPE}file-type/{form}"},
        "dcat:mediaType": {"@id": f"http://www.iana.org/assignments/media-types/{_FORMATS[form]}"},
        "dct:license": {"@id": LICENCES[0][2]},
        "dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": " / ".join(name for _, name, _ in LICENCES)},
    }


def _of_everything(publication: Publication, tables: Sequence[Table]) -> Iterator[Node]:
    for table in tables:
        yield _distribution(publication.url(table.path), "CSV", table.name)
    yield _distribution(publication.url("datapackage.json"), "JSON", "Data Package")
    yield _distribution(publication.url(f"{API}index.json"), "JSON", "API")


def _figure(publication: Publication, figure: shape.Figure, everything: str) -> Node:
    times = [observation["time"] for observation in figure["observations"]]
    return {
        "@id": figure["address"],
        "@type": "dcat:Dataset",
        "dct:title": _said(figure["label"]),
        "dct:description": _said(figure["definition"]),
        "dct:identifier": figure["id"],
        "dcat:keyword": _said(figure["theme"]["label"]),
        "dct:isPartOf": {"@id": everything},
        "dcat:landingPage": _links(figure["pages"]),
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(min(time["start"] for time in times)),
            "dcat:endDate": _day(max(time["end"] for time in times)),
        },
        **_common(publication, figure["modified"]),
        **_open(),
        "dcat:distribution": [
            _distribution(figure["table"], "CSV", "CSV"),
            _distribution(figure["address"], "JSON", "JSON"),
        ],
    }
