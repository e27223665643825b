"""The catalogue that data portals harvest: DCAT-AP 3 as JSON-LD, with its context inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.opendata.datapackage import TITLES
from factbook.opendata.encoding import JsonObject
from factbook.opendata.eu_vocabularies import EUROPE, authority, country, language
from factbook.opendata.publication import API, LICENCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from factbook.opendata import types as shape
    from factbook.opendata.csv_tables import Table
    from factbook.opendata.publication import Publication

Node = JsonObject
_CONTEXT: Node = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA = "http://www.iana.org/assignments/media-types/"
_FORMATS = {"CSV": "text/csv", "JSON": "application/json"}

# What the files hold, as interface strings.
VALUES = "The values with their periods, units and sources, as a table"
HISTORY = "The whole history with its sources, disagreements and changes, in every language"
PACKAGE = "All tables with the types of their columns"
DOCUMENTS = "Everything as documents: where to start"


def catalogue(publication: Publication, figures: Sequence[shape.Figure], tables: Sequence[Table]) -> Node:
    """Return the catalogue: one data set of everything, and one for each figure."""
    site = publication.site
    titles = {code: site.title(code) for code in site.codes}
    datasets = [_figure(publication, figure) for figure in figures]
    about = {"dct:title": _lang_strings(titles), "dct:description": _lang_strings(_descriptions(publication))}
    return {
        "@context": _CONTEXT,
        "@graph": [
            {
                "@id": publication.url("#catalogue"),
                "@type": "dcat:Catalog",
                **about,
                "foaf:homepage": _pages(publication.page("index"))[:1] or {"@id": site.url, "@type": "foaf:Document"},
                "dct:license": {"@id": LICENCES[0][2]},
                "dcat:themeTaxonomy": {"@id": f"{EUROPE}data-theme"},
                **_common(publication, publication.modified),
                **_spatial(figures),
                "dcat:dataset": [{"@id": publication.url("#data")}, *({"@id": each["@id"]} for each in datasets)],
            },
            *_agents(publication, titles),
            *_documents(),
            _everything(publication, figures, tables, about),
            *datasets,
        ],
    }


def _agents(publication: Publication, titles: shape.Texts) -> list[Node]:
    """Return the publisher, and the contact: a page of the site, which is the only contact it knows."""
    contact = publication.page("legal") or publication.page("index")
    return [
        {"@id": publication.url("#publisher"), "@type": "foaf:Agent", "foaf:name": _lang_strings(titles)},
        {
            "@id": publication.url("#contact"),
            "@type": "vcard:Kind",
            "vcard:fn": next(iter(titles.values())),
            "vcard:hasURL": [{"@id": address} for address in contact.values()],
        },
    ]


def _documents() -> list[Node]:
    """Return the resources named in the catalogue that are in no vocabulary that portals know."""
    return [
        {"@id": LICENCES[0][2], "@type": "dct:LicenseDocument", "dct:title": LICENCES[0][1]},
        *({"@id": f"{_MEDIA}{media}", "@type": "dct:MediaType"} for media in _FORMATS.values()),
    ]


def _everything(
    publication: Publication, figures: Sequence[shape.Figure], tables: Sequence[Table], about: Node
) -> Node:
    themes = {figure["theme"]["id"]: figure["theme"]["label"] for figure in figures}
    return {
        "@id": publication.url("#data"),
        "@type": "dcat:Dataset",
        **about,
        "dct:identifier": publication.site.url,
        "dcat:keyword": [node for label in themes.values() for node in _lang_strings(label)],
        "dcat:landingPage": _pages(publication.page("data") or publication.page("index")),
        **_temporal(figures),
        **_spatial(figures),
        **_common(publication, publication.modified),
        **_open(publication),
        "dct:hasPart": [{"@id": publication.dataset(figure["id"])} for figure in figures],
        "dcat:distribution": list(_of_everything(publication, tables)),
    }


def _lang_strings(texts: shape.Texts) -> list[Node]:
    return [{"@language": code, "@value": text} for code, text in texts.items()]


def _pages(addresses: shape.Texts) -> list[Node]:
    return [{"@id": address, "@type": "foaf:Document"} for address in addresses.values()]


def _descriptions(publication: Publication) -> shape.Texts:
    """Return the site's description in each language; its name where it has none."""
    return {
        language.code: str(language.settings.get("site_description", publication.site.title(language.code)))
        for language in publication.site.languages
    }


def _common(publication: Publication, modified: date | str | None) -> Node:
    """Return the properties that a catalogue and a data set share."""
    issued = publication.site.published
    return {
        "dct:publisher": {"@id": publication.url("#publisher")},
        "dct:language": [{"@id": language(code)} for code in publication.site.codes],
        **({"dct:issued": _day(issued)} if issued else {}),
        **({"dct:modified": _day(modified)} if modified else {}),
    }


def _open(publication: Publication) -> Node:
    return {
        "dcat:contactPoint": {"@id": publication.url("#contact")},
        "dcat:theme": {"@id": authority("data-theme", "TECH")},
        "dct:accessRights": {"@id": authority("access-right", "PUBLIC")},
        "dct:accrualPeriodicity": {"@id": authority("frequency", "IRREG")},
    }


def _temporal(figures: Sequence[shape.Figure]) -> Node:
    """Return the span from the first day to the last of all values."""
    times = [observation["time"] for figure in figures for observation in figure["observations"]]
    if not times:
        return {}
    start, end = min(time["start"] for time in times), max(time["end"] for time in times)
    period = {"@type": "dct:PeriodOfTime", "dcat:startDate": _day(start), "dcat:endDate": _day(end)}
    return {"dct:temporal": period}


def _spatial(figures: Iterable[shape.Figure]) -> Node:
    """Return the countries that the figures are about, if any."""
    codes = dict.fromkeys(figure["country"] for figure in figures if figure["country"])
    places = [{"@id": address} for address in map(country, codes) if address]
    return {"dct:spatial": places} if places else {}


def _day(day: date | str) -> Node:
    return {"@type": "xsd:date", "@value": str(day)}


def _distribution(publication: Publication, address: str, form: str, title: str, about: str) -> Node:
    """Return a file. DCAT-AP allows one licence: the first; the rights mention the choice."""
    return {
        "@type": "dcat:Distribution",
        "dct:title": title,
        "dct:description": _lang_strings(publication.localized(lambda wording: wording.gettext(about))),
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcatap:availability": {"@id": authority("planned-availability", "STABLE")},
        "dct:format": {"@id": authority("file-type", form)},
        "dcat:mediaType": {"@id": f"{_MEDIA}{_FORMATS[form]}"},
        "dct:license": {"@id": LICENCES[0][2]},
        "dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": " / ".join(name for _, name, _ in LICENCES)},
    }


def _of_everything(publication: Publication, tables: Sequence[Table]) -> Iterator[Node]:
    for table in tables:
        yield _distribution(publication, publication.url(table.path), "CSV", table.name, TITLES[table.name])
    yield _distribution(publication, publication.url("datapackage.json"), "JSON", "Data Package", PACKAGE)
    yield _distribution(publication, publication.url(f"{API}index.json"), "JSON", "API", DOCUMENTS)


def _figure(publication: Publication, figure: shape.Figure) -> Node:
    return {
        "@id": publication.dataset(figure["id"]),
        "@type": "dcat:Dataset",
        "dct:title": _lang_strings(figure["label"]),
        "dct:description": _lang_strings(figure["definition"]),
        "dct:identifier": figure["id"],
        "dcat:keyword": _lang_strings(figure["theme"]["label"]),
        "dct:isPartOf": {"@id": publication.url("#data")},
        "dcat:landingPage": _pages(figure["pages"]),
        **_temporal([figure]),
        **_spatial([figure]),
        **_common(publication, figure["modified"]),
        **_open(publication),
        "dcat:distribution": [
            _distribution(publication, figure["table"], "CSV", "CSV", VALUES),
            _distribution(publication, figure["address"], "JSON", "JSON", HISTORY),
        ],
    }
