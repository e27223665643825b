"""Open data remains data: whatever a text contains, and whatever changes, each format has it unchanged."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import bibtexparser
import feedparser
import pytest
import rispy
import yaml

from factbook.build.pipeline import run_pipeline
from factbook.data.changes import own_changes
from factbook.data.config import load_site
from factbook.data.loader import load_catalogue
from factbook.data.yaml import read_yaml
from factbook.i18n.formatter import Formatter
from factbook.model import Figure
from factbook.opendata import Publication, Serializer, linked_data, open_data
from factbook.opendata.encoding import as_bytes, one_line, xml_text
from factbook.pages import Page, read_outline

CASES = Path(__file__).parents[1] / "cases" / "opendata"
HOSTILE = [*yaml.safe_load((CASES / "hostile.yml").read_text(encoding="utf-8")), "x" * 10_000]
CHANGES = read_yaml(CASES, "changes.yml").value
ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})")
FIGURE = """
hostile:
  label: {{fr: {text}, en: {text}}}
  definition: {{fr: {text}, en: {text}}}
  unit: percent
  observations:
    - period: 2022
      value: 1.5
      sources: [hostile]
      note: {{fr: {text}, en: {text}}}
      change: {{kind: correction, was: 1.4, on: 2026-12-01, reason: {{fr: {text}, en: {text}}}}}
"""
SOURCE = """
hostile: {{title: {text}, publisher: {text}, language: fr, official: false}}
"""


def publication_of(root: Path) -> Publication:
    """Return the facts of a project without the checks of what editors may write."""
    site = load_site(root)
    catalogue = load_catalogue(root, site.codes, site.data)
    return Publication(site, catalogue, read_outline(site, catalogue))


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:24]))
def test_hostile_text_is_carried_safely_in_every_format(text: str, small: Path) -> None:
    """Each parser returns the same text, and none reads a part of it as markup."""
    written = yaml.safe_dump(text, allow_unicode=False, default_style='"', width=100_000).strip()
    append(small / "data/figures/esa.yml", FIGURE.format(text=written))
    append(small / "data/sources.yml", SOURCE.format(text=written))
    publication = publication_of(small)
    files = open_data(Serializer(publication))
    record = publication.catalogue.figures["hostile"]
    stored, line = (
        Formatter("fr").typography(record.label["fr"]),
        one_line(Formatter("fr").typography(record.label["fr"])),
    )
    # JSON: the text itself, and nothing that could end a script element.
    published = json.loads(files["api/v1/figures/hostile.json"])
    assert published["label"]["fr"] == published["observations"][0]["note"]["fr"] == stored
    assert published["observations"][0]["sources"][0]["title"] == publication.catalogue.sources["hostile"].title
    assert all(mark not in files["api/v1/figures/hostile.json"].decode() for mark in "<>&\u2028\u2029")
    # CSV: the text itself, behind an apostrophe where it could be taken for a formula.
    (row,) = csv.DictReader(io.StringIO(files["data/figures/hostile.csv"].decode(), newline=""))
    assert row["label_fr"] == row["note_fr"]
    begins_a_formula = re.match(r"[\s\u200b\u202e]*[=+\-@＝]", stored) is not None
    assert row["label_fr"] == (f"'{stored}" if begins_a_formula else stored)
    # XML: the text on one line.
    feed = ElementTree.fromstring(files["feed.xml"].decode())
    assert line in (feed.findtext(f"{ATOM}entry/{ATOM}title") or "")
    # Citations: one entry, the text on one line.
    (entry,) = bibtexparser.parse_string(files["cite/hostile.bib"].decode()).entries
    assert plain_of(entry["title"]) == line
    (reference,) = rispy.loads(files["cite/hostile.ris"].decode())
    assert reference["title"] == line
    assert json.loads(files["cite/hostile.json"])[0]["title"] == line
    # HTML: a text, in a page that stays small.
    frame = files["embed/hostile/index.html"]
    assert len(frame) < 6000
    assert len(re.findall(rb"<[a-z!/]", frame)) == len(re.findall(rb"<[a-z!/]", files["embed/partnerships/index.html"]))
    # JSON-LD: the text itself, in a script element.
    spec = publication.outline.pages["fr"]["figures/hostile"]
    page = Page(spec, stored, stored, "", {}, {})
    linked = linked_data(Serializer(publication), page, [("home", publication.site.url)])
    assert json.loads(linked)["@graph"][0]["name"] == stored
    assert "<" not in linked


def plain_of(text: str) -> str:
    """Return a title as BibTeX shows it."""
    names = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
    text = text.removeprefix("{").removesuffix("}")
    return re.sub(r"\\text(\w+)\{\}|\\([&%$#_])", lambda m: names[m[1]] if m[1] else m[2], text)


@pytest.mark.parametrize(
    ("status", "code"), [("final", "A"), ("provisional", "P"), ("estimate", "E"), ("forecast", "F")]
)
def test_statuses_are_those_of_sdmx(status: str, code: str, small: Path) -> None:
    """Statisticians find the codes of SDMX's code list CL_OBS_STATUS."""
    file = small / "data/figures/esa.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("value: 1.075\n", f"value: 1.075\n      status: {status}\n"), encoding="utf-8")
    files = open_data(Serializer(publication_of(small)))
    first, _ = csv.DictReader(io.StringIO(files["data/figures/esa-contribution.csv"].decode(), newline=""))
    assert first["OBS_STATUS"] == code


def test_no_character_that_xml_forbids_passes_the_quick_look() -> None:
    """Each one is replaced, also where Python's next version knows more characters; lines and double spaces end."""
    allowed = {0x9, 0xA, 0xD}
    forbidden = [c for c in (*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF) if c not in allowed]
    assert [c for c in forbidden if {one_line(f"a{chr(c)}b"), xml_text(f"a{chr(c)}b")} != {"a\ufffdb"}] == []
    assert one_line("  a \t\r\n b\u2028c\u2029d\x85e  f ") == "a b c d e f"
    assert one_line("a\xa0b\u202f\U0001f680") == "a\xa0b\u202f\U0001f680"


def test_half_of_a_surrogate_pair_stops_no_file() -> None:
    """A lone surrogate, which no encoding has, becomes the replacement character."""
    assert as_bytes("a\ud800b") == "a\ufffdb".encode()


@pytest.mark.parametrize("case", CHANGES, ids=lambda case: case["about"])
def test_changes_follow_from_the_data(case: dict[str, Any]) -> None:
    """The list of changes follows from what the data says, in the order that readers expect."""
    for observation in case["observations"]:
        observation["sources"] = ["cnes"]
        if change := observation.get("change"):
            change["reason"] = {"en": "because"}
    texts = {"en": "x"}
    figure = Figure(label=texts, definition=texts, unit="percent", observations=case["observations"])
    published = [
        f"{entry.on} {entry.kind} {entry.observation.period}: {entry.value}"
        + (f" ({entry.was})" if entry.was is not None else "")
        for entry in own_changes("figure", figure)
    ]
    assert published == case["changes"]


def changed(project: Path) -> None:
    """Write a correction with its reason, and an added value."""
    file = project / "data/figures/esa-contribution.yml"
    text = file.read_text(encoding="utf-8")
    change = (
        "      value: 1.174\n      change:\n        kind: correction\n        was: 1.147\n        on: 2026-12-01\n"
        '        reason: {fr: "Deux chiffres avaient été échangés.", en: "Two digits had been swapped."}\n'
    )
    assert "      value: 1.174\n" in text
    file.write_text(text.replace("      value: 1.174\n", change, 1), encoding="utf-8")
    file = project / "data/figures/cooperation.yml"
    text = file.read_text(encoding="utf-8")
    old = "      value: 40\n      qualifier: about\n"
    assert old in text
    file.write_text(text.replace(old, f"{old}      added: 2026-12-02\n", 1), encoding="utf-8")


def test_a_change_is_published_everywhere_as_readers_saw_it(project: Path) -> None:
    """The feed, the page of changes and the API have the same old value, new value, day and reason."""
    changed(project)
    result = run_pipeline(project)
    files = open_data(Serializer(Publication(result.site, result.catalogue, result.outline)))
    newest, corrected, *recomputed = json.loads(files["api/v1/changes.json"])["changes"]
    assert recomputed
    assert all(each["recomputed"] and each["kind"] == "correction" for each in recomputed)
    assert (newest["kind"], newest["on"], newest["was"]) == ("added", "2026-12-02", None)
    assert (corrected["kind"], corrected["value"], corrected["was"]) == ("correction", "1.174", "1.147")
    for code in result.site.codes:
        page = next(page for page in result.pages[code] if page.spec.name == "changes")
        feed = feedparser.parse(files[f"{result.site.prefix(code)}feed.xml"])
        assert not feed.bozo
        follows = ["correction"] * len(recomputed)
        assert [entry.category for entry in feed.entries] == ["added", "correction", *follows, "published"]
        entry = feed.entries[1]
        published = [corrected["was_text"][code], corrected["text"][code], corrected["reason"][code]]
        for words in (*published, corrected["label"][code]):
            assert words in entry.title + entry.summary
            assert words in page.text
        assert entry.link == corrected["pages"][code]
        assert entry.link.endswith("#2022")
        assert entry.updated == "2026-12-01T00:00:00Z"
        for changed_one in (corrected, *recomputed):
            name = changed_one["figure"]
            assert "2026-12-01" in files[f"{result.site.prefix(code)}cite/{name}.bib"].decode()
            assert json.loads(files[f"api/v1/figures/{name}.json"])["modified"] == "2026-12-01"
            page = next(page for page in result.pages[code] if page.spec.name == f"figures/{name}")
            assert json.loads(files[f"api/v1/figures/{name}.json"])["citations"][code]["text"] in page.text


def test_the_feed_is_what_readers_of_feeds_expect(project: Path) -> None:
    """What the W3C's validator asks of an Atom feed (RFC 4287): identity, dates, author, links, order."""
    changed(project)
    result = run_pipeline(project)
    files = open_data(Serializer(Publication(result.site, result.catalogue, result.outline)))
    seen: set[str] = set()
    for code in result.site.codes:
        path = f"{result.site.prefix(code)}feed.xml"
        root = ElementTree.fromstring(files[path].decode())
        assert root.tag == f"{ATOM}feed"
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == code
        assert root.findtext(f"{ATOM}author/{ATOM}name")
        links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
        assert links["self"] == root.findtext(f"{ATOM}id") == result.site.url + path
        assert links["alternate"]
        for element in (root, *root.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(element.findall(ATOM + name)) == 1
            assert RFC_3339.fullmatch(element.findtext(f"{ATOM}updated") or "")
            identity = element.findtext(f"{ATOM}id") or ""
            assert re.match(r"(https|tag):\S+$", identity)
            assert identity not in seen
            seen.add(identity)
        days = [entry.findtext(f"{ATOM}updated") or "" for entry in root.findall(f"{ATOM}entry")]
        assert days == sorted(days, reverse=True)
        assert root.findtext(f"{ATOM}updated") == days[0]
        for entry in root.findall(f"{ATOM}entry"):
            assert entry.find(f"{ATOM}link[@rel='alternate']") is not None
            assert entry.findtext(f"{ATOM}summary")


def test_without_a_day_there_is_no_feed(small: Path) -> None:
    """A site that says neither when it was published nor what changed has no feed that would need a date."""
    publication = publication_of(small)
    files = open_data(Serializer(publication))
    assert "feed.xml" not in files
    assert json.loads(files["api/v1/index.json"])["feeds"] == {}
