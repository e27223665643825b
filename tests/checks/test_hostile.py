"""Hostile text and templates: reported as problems, or shown as literal text."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from factbook.build.pipeline import run_pipeline
from factbook.pages import sandbox
from factbook.problems import Problem, Problems
from tests.conftest import ROOT, SMALL, run

TEMPLATES = [
    line
    for line in (ROOT / "tests" / "cases" / "hostile" / "templates.txt").read_text(encoding="utf-8").split("\n")
    if line and not line.startswith("# ")
]
TEXTS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></script><svg onload=alert(1)>",
    "javascript:alert(1) [x](javascript:alert(1)) <javascript:alert(1)>",
    "{{ 7 * 7 }} {% include 'x' %} {# #}",
    "`a` *b* _c_ **d** # e\n\n# f\n\n- g\n\n| h | i |\n|---|---|",
    "{: onclick=alert(1) } [a]: javascript:alert(1) *[HTML]: x [^1] ![i](x)",
    "]]> --> ]]&gt; &lt;b&gt; &#60;b&#62; &amp;",
    "=cmd|' /C calc'!A0 \u202e\u2066 \u2028\u2029 \ufeff",
    "'; DROP TABLE facts; -- \\ \" ' ` $( )",
]


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_hostile_template_is_reported_with_its_line(
    small: Path, template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At least one problem of that page, on the line of the attack; no file is read, nothing hangs."""
    monkeypatch.setattr(sandbox, "STEPS", sandbox.STEPS // 10)  # the same bounds, reached sooner
    page = small / "docs" / "fr" / "index.md"
    lines = page.read_text(encoding="utf-8").rstrip("\n").split("\n")
    typed = template.split("⏎")
    page.write_text("\n".join([*lines, "", *typed, ""]), encoding="utf-8")
    with pytest.raises(Problems) as caught:
        run_pipeline(small)
    places = {(problem.place.file, problem.place.line) for problem in caught.value.found}
    assert any(("docs/fr/index.md", len(lines) + 2 + number) in places for number in range(len(typed)))
    assert "root:" not in str(caught.value.found)


FILES = {
    "docs/fr/x.html": "<p>", "docs/fr/x.js": "1", "docs/fr/x.xhtml": "1", "docs/fr/x.svgz": "1",
    "docs/assets/x.css": "1",
    "docs/fr/a.svg": "<svg onload='1'/>", "docs/fr/b.svg": "<svg><script href='x.png'/></svg>",
    "docs/fr/c.svg": "<svg><a href='javascript:1'/></svg>", "docs/fr/d.svg": "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg/>",
    "docs/fr/e.svg": "<svg><a href='&#106;avascript:1'/></svg>",
    "docs/fr/f.svg": "<svg><use href='//evil.example/x'/></svg>",
    "docs/fr/g.svg": "<svg><s:script xmlns:s='http://www.w3.org/2000/svg'>1</s:script></svg>",
}  # fmt: skip
LINKS = ["docs/fr/x.md", "docs/fr/x.png", "docs/_entities/x.md", "docs/assets/x", "docs/assets", "data/figures/x.yml"]


def test_files_that_run_or_are_links_are_reported(small: Path, tmp_path: Path) -> None:
    """Besides pages, only files that run nothing are published; symbolic links are never followed."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.png").write_bytes(b"secret")
    for file, text in FILES.items():
        (small / file).parent.mkdir(exist_ok=True)
        (small / file).write_text(text, encoding="utf-8")
    (small / "docs/fr/good.svg").write_text("<svg><defs/><use href='#a' fill='url(#b)'/></svg>", encoding="utf-8")
    (small / "docs/fr/data.csv").write_text("a,b", encoding="utf-8")
    for link in LINKS[:4] + LINKS[5:]:
        (small / link).symlink_to(elsewhere if link.endswith("x") else elsewhere / "secret.png")
    places = {problem.place.file for problem in problems_of(small)}
    assert places == {*FILES, *LINKS[:4], *LINKS[5:]}
    shutil.rmtree(small / "docs/assets")
    (small / "docs/assets").symlink_to(elsewhere)
    assert "docs/assets/secret.png" in {problem.place.file for problem in problems_of(small)}


@pytest.mark.parametrize(
    "line",
    [
        "jsonld: x", "template: main.html", "layout: 'x\" onload=\"alert(1)'", '"a\\nb": 1',
        "breadcrumbs: [{title: x, href: 'javascript:alert(1)'}]", "stale: [{title: x, href: 'javascript:alert(1)'}]",
        "alternates: [{language: fr, name: x, href: 'javascript:alert(1)'}]", "og_image: 'javascript:alert(1)'",
    ],
)  # fmt: skip
def test_front_matter_cannot_set_the_keys_of_the_stage(small: Path, line: str) -> None:
    """Links, data and addresses in the front matter of a staged page come from the generator alone."""
    page = small / "docs" / "fr" / "index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("---\n", f"---\n{line}\n", 1), encoding="utf-8")
    assert ("docs/fr/index.md", 2) in {(problem.place.file, problem.place.line) for problem in problems_of(small)}


def problems_of(site: Path) -> Sequence[Problem]:
    """Return the errors of a site."""
    with pytest.raises(Problems) as caught:
        run_pipeline(site)
    return [problem for problem in caught.value.found if problem.severity == "error"]


class Elements(HTMLParser):
    """Counts the elements of a document with their attributes' names, and notes what would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.runs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[" ".join([tag, *sorted(name for name, _ in attrs)])] += 1
        for name, value in attrs:
            scheme = re.sub(r"[\x00-\x20]", "", value or "").lower().partition(":")[0]
            if name.startswith("on") or scheme in ("javascript", "data", "vbscript"):
                self.runs.append(f"{tag} {name}={value}")


def elements(site: Path) -> tuple[dict[str, Counter[str]], list[str]]:
    """Return the elements of each document of a site, and everything that would run."""
    found, runs = {}, []
    for file in sorted(site.rglob("*.html")):
        parser = Elements()
        parser.feed(file.read_text(encoding="utf-8"))
        found[file.relative_to(site).as_posix()] = parser.found
        runs += parser.runs
    return found, runs


def built_with(small: Path, words: str) -> dict[str, Counter[str]]:
    """Return the elements of the site whose records all have these words; nothing in it runs."""
    file = small / "data" / "figures" / "esa.yml"
    facts = yaml.safe_load((ROOT / "tests" / "site" / "data" / "figures" / "esa.yml").read_text(encoding="utf-8"))
    prose = re.sub("[\"';:!?«»]", "", words)  # these the check of typography refuses, or has in their right form
    for figure in facts.values():
        figure["label"] = figure["definition"] = {"fr": prose, "en": prose}
        for observation in figure["observations"]:
            observation["note"] = {"fr": prose, "en": prose}
    file.write_text(json.dumps(facts, ensure_ascii=False, default=str), encoding="utf-8")
    sources = small / "data" / "sources.yml"
    records = yaml.safe_load((ROOT / "tests" / "site" / "data" / "sources.yml").read_text(encoding="utf-8"))
    for record in records.values():
        record["title"] = record["publisher"] = words
    sources.write_text(json.dumps(records, ensure_ascii=False, default=str), encoding="utf-8")
    result = run(["mkdocs", "build", "-q"], small)
    assert result.returncode == 0, result.stdout + result.stderr
    found, runs = elements(small / "site")
    assert runs == []
    return found


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Counter[str]]:
    """Return the elements of the site with harmless text in every record."""
    return built_with(Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("harmless") / "small")), "harmless")


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_text_in_every_record_adds_no_element(
    small: Path, text: str, harmless: dict[str, Counter[str]]
) -> None:
    """Labels, definitions, notes, titles: the documents have the same elements as with harmless text in their place."""
    assert built_with(small, text) == harmless
