"""The open data as its re-users meet it: real clients read every format, and all say what the pages say."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import bibtexparser
import duckdb
import frictionless
import jsonschema
import openapi_spec_validator
import pandas
import pytest
import rispy
import yaml

from factbook.build.pipeline import Prepared, run_pipeline
from factbook.model import KINDS
from factbook.opendata import Publication, Serializer, open_data
from factbook.opendata.charts import chart_files
from factbook.opendata.columns import OBSERVATIONS, localized_columns
from factbook.opendata.datapackage import TITLES
from factbook.opendata.publication import LICENCES
from factbook.opendata.types.documents import DOCUMENTS, FILES
from tests.conftest import ROOT
from tests.opendata.shape import shape

CASES = ROOT / "tests" / "cases" / "opendata"
LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
SDMX = {None: "", "final": "A", "provisional": "P", "estimate": "E", "forecast": "F"}  # CL_OBS_STATUS


@pytest.fixture(scope="module")
def result() -> Prepared:
    return run_pipeline(ROOT)


@pytest.fixture(scope="module")
def files(result: Prepared) -> dict[str, bytes]:
    published = open_data(Serializer(Publication(result.site, result.catalogue, result.outline)))
    return {**published, **chart_files(result.site, result.pages)}


@pytest.fixture(scope="module")
def folder(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the open data as a folder of files."""
    target = tmp_path_factory.mktemp("open")
    for path, content in files.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(content)
    return target


def document(files: dict[str, bytes], path: str) -> Any:
    return json.loads(files[path])


def rows(files: dict[str, bytes], path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[path].decode(), newline="")))


# ---------------------------------------------------------------- tables


def test_the_data_package_is_valid(folder: Path) -> None:
    """`frictionless validate` finds no fault in any table: types, words allowed, keys, references."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    faults = [(task.name, error.note) for task in report.tasks for error in task.errors]
    assert report.valid, [*faults, *report.errors]
    assert len(report.tasks) > 80


def test_an_error_in_a_table_would_be_found(folder: Path, tmp_path: Path) -> None:
    """The package's types and words are strict: a wrong cell is an error."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (tmp_path / "data").mkdir()
    table = (folder / "data/observations.csv").read_text(encoding="utf-8")
    (tmp_path / "data/observations.csv").write_text(table.replace(",,official,", ",Z,official,", 1), encoding="utf-8")
    package["resources"] = [package["resources"][0] | {"schema": {**package["resources"][0]["schema"]}}]
    package["resources"][0]["schema"].pop("foreignKeys")
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_pandas_and_duckdb_read_the_right_types(folder: Path, result: Prepared) -> None:
    """Numbers are numbers, days are days and periods are texts, without telling either client anything."""
    path = folder / "data" / "observations.csv"
    table = pandas.read_csv(path, parse_dates=["period_start", "period_end", "value_date"])
    kinds = {"number": "f", "integer": "i", "date": "M"}
    found = duckdb.sql(f"describe select * from '{path}'").fetchall()
    in_duckdb = {name: kind for name, kind, *_ in found}
    names = {"number": "DOUBLE", "integer": "BIGINT", "date": "DATE", "string": "VARCHAR"}
    for column in localized_columns(OBSERVATIONS, result.site.codes):
        assert in_duckdb[column.name] == names[column.type], column.name
        if column.type != "string":
            assert table[column.name].dtype.kind == kinds[column.type], column.name
    count = sum(len(figure.observations) for figure in result.catalogue.figures.values())
    assert len(table) == count
    assert duckdb.sql(f"select count(*) from '{path}'").fetchall() == [(count,)]


def test_no_cell_begins_a_formula(files: dict[str, bytes]) -> None:
    """Every table opens in a spreadsheet as plain data."""
    for path in files:
        if path.endswith(".csv"):
            cells = [cell for row in csv.reader(io.StringIO(files[path].decode(), newline="")) for cell in row]
            risky = [c for c in cells if c.lstrip()[:1] in set("=+-@＝＋－＠") - {""} and not is_number(c)]
            assert risky == []
            assert b"\r\n" in files[path]
            assert not files[path].startswith(b"\xef\xbb\xbf")


def is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_column_is_documented(language: str) -> None:
    """The page about the data names every table, and explains each column of the table of observations."""
    text = (ROOT / "docs" / language / "data.md").read_text(encoding="utf-8")
    assert [c.name for c in localized_columns(OBSERVATIONS, ("fr", "en")) if f"`{c.name}`" not in text] == []
    assert [name for name in TITLES if f"data/{name}.csv" not in text and f'"{name}"' not in text] == []


# ---------------------------------------------------------------- the API


def closed(schema: Any) -> Any:
    """Return the same schema, refusing keys that it does not name."""
    if isinstance(schema, dict):
        extra = {"additionalProperties": False} if "properties" in schema else {}
        return {key: closed(value) for key, value in schema.items()} | extra
    return [closed(item) for item in schema] if isinstance(schema, list) else schema


def test_every_document_follows_its_schema(files: dict[str, bytes]) -> None:
    """Each JSON document of the API is what its published schema says, and no key is left out of it."""
    charts = [path for path in files if "charts/" in path and path.endswith(".json")]
    folders = {info.singular: kind for kind, info in KINDS.items()}
    for name in (*DOCUMENTS, *folders, *FILES):
        schema = document(files, f"api/v1/schema/{name}.schema.json")
        validator = jsonschema.Draft202012Validator(closed(schema))
        validator.check_schema(schema)
        if name in folders:
            paths = [path for path in files if path.startswith(f"api/v1/{folders[name]}/")]
        else:
            paths = charts if name == "chart" else [f"api/v1/{name}.json"]
        assert paths
        for path in paths:
            faults = [error.message for error in validator.iter_errors(document(files, path))]
            assert faults == [], path


def test_the_openapi_description_is_valid_and_true(files: dict[str, bytes]) -> None:
    """An OpenAPI validator accepts it, every address that it describes is there, and every document is described."""
    description = document(files, "openapi.json")
    openapi_spec_validator.validate(description)
    assert description["openapi"].startswith("3.1")
    described = set()
    for path, item in description["paths"].items():
        pattern, address = re.escape(path.removeprefix("/")), path.removeprefix("/")
        for parameter in item.get("parameters", ()):
            mark, words = f"{{{parameter['name']}}}", parameter["schema"].get("enum")
            pattern = pattern.replace(re.escape(mark), f"({'|'.join(words)})" if words else "[a-z0-9-]+")
            address = address.replace(mark, parameter["example"])
        assert address in files or f"{address}index.html" in files, path
        described.add(re.compile(f"{pattern}(index.html)?"))
    assert [path for path in files if not any(each.fullmatch(path) for each in described)] == []


def test_every_key_is_described(files: dict[str, bytes]) -> None:
    """Each key of a schema has a description, inherited keys included."""
    schemas = document(files, "openapi.json")["components"]["schemas"]
    described = {
        (name, key): below.get("description") for name, s in schemas.items() for key, below in s["properties"].items()
    }
    assert [key for key, text in described.items() if not text] == []


def test_within_v1_there_are_only_additions() -> None:
    """A client written for v1 goes on working: nothing of its kept shape is gone or of another type."""
    kept = (CASES / "v1.txt").read_text(encoding="utf-8").splitlines()
    now = shape()
    assert set(kept) - set(now) == set(), "gone or changed: this needs /api/v2/"
    assert set(now) - set(kept) == set(), (
        "new: keep it with `python -m tests.opendata.shape > tests/cases/opendata/v1.txt`"
    )


def test_every_address_leads_somewhere(files: dict[str, bytes], result: Prepared) -> None:
    """Whatever address of this site a document, table or catalogue names, there is a file or a page."""
    site = result.site
    pages = {site.prefix(code) + spec.address for code in site.codes for spec in result.outline.pages[code].values()}
    known = pages | set(files) | {path.removesuffix("index.html") for path in files}
    for path, content in files.items():
        found = re.findall(re.escape(site.url) + r"[\w./-]*", content.decode())
        wrong = {address for address in found if address.removeprefix(site.url) not in known}
        assert wrong == set(), path


# ---------------------------------------------------------------- citations and frames


@pytest.mark.parametrize("code", ["fr", "en"])
def test_reference_managers_read_every_citation(code: str, files: dict[str, bytes], result: Prepared) -> None:
    """A BibTeX parser, a RIS parser and a JSON reader find the same title, day and address."""
    for name in result.catalogue.figures:
        published = document(files, f"api/v1/figures/{name}.json")
        path = f"{result.site.prefix(code)}cite/{name}"
        (entry,) = bibtexparser.parse_string(files[f"{path}.bib"].decode()).entries
        (record,) = rispy.loads(files[f"{path}.ris"].decode())
        (item,) = document(files, f"{path}.json")
        title, address = published["label"][code], published["pages"][code]
        assert entry["title"].strip("{}").replace("\\", "") == record["title"] == item["title"] == title
        assert entry["url"] == record["urls"][0] == item["URL"] == address
        day = published["modified"]
        assert entry["date"] == record["date"].replace("/", "-") == day
        assert item["issued"]["date-parts"] == [[int(part) for part in day.split("-")]]
        assert title in published["citations"][code]["text"]
        assert published["citations"][code]["text"].endswith(address)


def test_a_frame_is_small_and_needs_nothing(files: dict[str, bytes]) -> None:
    """The page for another site's frame weighs under 6 kB, loads nothing, and its policy lets its own style in."""
    frames = {path: content for path, content in files.items() if "embed/" in path}
    assert len(frames) > 100
    for path, content in frames.items():
        text = content.decode()
        assert len(content) < 6000, path
        assert not re.search(r"<script|\ssrc=|<link rel=\"(?!canonical)|url\(|@import|\sstyle=|\son\w+=", text), path
        assert "default-src 'none'" in text
        assert "prefers-color-scheme: dark" in text


def test_the_licences_are_those_of_the_data() -> None:
    """The licences that the files name are those of data/LICENSE.md, and CITATION.cff is up to date."""
    text = (ROOT / "data" / "LICENSE.md").read_text(encoding="utf-8")
    assert all(name in text and url in text for name, _, url in LICENCES)
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert citation["license"] == [name for name, _, _ in LICENCES]
    assert citation["version"] == project["version"]
    assert {"cff-version", "message", "title", "authors", "date-released", "type"} <= citation.keys()


# ---------------------------------------------------------------- all of them


def page_of(built: Path, result: Prepared, code: str, name: str) -> Path:
    address = result.site.prefix(code) + result.outline.pages[code][name].address
    return built / "site" / address / "index.html"


def test_every_format_says_the_same(files: dict[str, bytes], result: Prepared, built: Path) -> None:
    """Each value of each figure is the same in the API, the tables, the linked data, the frame and the page."""
    table = {(row["figure"], row["TIME_PERIOD"]): row for row in rows(files, "data/observations.csv")}
    for name, figure in result.catalogue.figures.items():
        published = document(files, f"api/v1/figures/{name}.json")
        own = {row["TIME_PERIOD"]: row for row in rows(files, f"data/figures/{name}.csv")}
        for code in result.site.codes:
            page = page_of(built, result, code, f"figures/{name}")
            text = page.read_text(encoding="utf-8")
            nodes = json.loads(LINKED.findall(text)[0])["@graph"]
            linked = {node["observationDate"]: node for node in nodes if node["@type"] == "Observation"}
            for observation, printed in zip(published["observations"], figure.observations, strict=True):
                period, value = printed.period.text, str(printed.value)
                row = table[name, period]
                assert row == own[period]
                assert observation["value"] == (row["OBS_VALUE"] or row["value_date"]) == value
                assert observation["exact"] == (row["value"] or row["value_date"])
                exact = observation["exact_number"] or observation["exact"]
                is_exact = observation["qualifier"] == "exact"
                assert str(linked[period]["value"]) == str(exact if is_exact else observation["text"][code])
                assert row["OBS_STATUS"] == SDMX[observation["status"]]
                assert linked[period]["name"] == observation["text"][code]
                assert linked[period]["url"] == row[f"page_{code}"] == observation["pages"][code]
                shown = re.search(rf'<tr>\s*<td><span id="{printed.period.anchor}"></span>.*?</tr>', text, re.DOTALL)
                assert shown, (name, period)
                assert observation["short"][code] in html.unescape(shown.group())
            latest = published["observations"][-1]
            frame = files[f"{result.site.prefix(code)}embed/{name}/index.html"].decode()
            for place in (frame, text):
                assert re.search(
                    rf'<data value="{latest["exact"]}">{re.escape(latest["text"][code])}</data>', html.unescape(place)
                )
