"""What the templates of entities say is true in every state of the data, in both languages."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from factbook.build.pipeline import run_pipeline
from tests.conftest import ROOT, SMALL

CASES = yaml.safe_load((ROOT / "tests" / "cases" / "entities.yml").read_text(encoding="utf-8"))
LANGUAGES = ("fr", "en")
PARENTS = {
    "index": "",
    "figures": "",
    "programmes": "## Science {: #science }",
    "partners": "## Europe {: #european }",
    "councils": "",
    "europe": "## ESA {: #members }",
    "sources": '{% for s in sources %}\n- <span id="{{ s.id }}"></span>{{ s.title }}\n{% endfor %}',
    "data": "",
}
SOURCES = """
blog: {title: Un billet, publisher: Un blog, language: fr, official: false}
forum: {title: Un fil, publisher: Un forum, language: fr, official: false}
"""
FIGURE = {
    "label": {"fr": "Partenariats", "en": "Partnerships"},
    "definition": {"fr": "Les pays.", "en": "The countries."},
    "unit": "partnership",
    "observations": [{"period": 2022, "value": 60, "sources": ["cnes-seed-fr"]}],
}


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Return the smallest site with this project's templates of entities and messages, below pages without figures."""
    root = Path(shutil.copytree(SMALL, tmp_path / "bare"))
    shutil.rmtree(root / "docs")
    shutil.copytree(ROOT / "docs" / "_entities", root / "docs" / "_entities")
    shutil.copytree(ROOT / "overrides" / "locale", root / "overrides" / "locale")
    for language in LANGUAGES:
        (root / "docs" / language).mkdir()
        for name, body in PARENTS.items():
            head = f"---\ntitle: {name} {language}\ndescription: {name} {language}\n---\n\n# {name}\n\n"
            (root / "docs" / language / f"{name}.md").write_text(head + body + "\n", encoding="utf-8")
    configuration = root / "mkdocs.yml"
    text = configuration.read_text(encoding="utf-8").replace("name: mkdocs", "name: mkdocs\n  custom_dir: overrides")
    configuration.write_text(text.replace("  - tables", "  - tables\n  - md_in_html"), encoding="utf-8")
    with (root / "data" / "sources.yml").open("a", encoding="utf-8") as file:
        file.write(SOURCES)
    (root / "data" / "figures" / "esa.yml").write_text(yaml.safe_dump({"partnerships": FIGURE}), encoding="utf-8")
    return root


def read(text: str) -> str:
    """Return what a reader sees of a page's Markdown, with every kind of white space as one plain space."""
    plain = re.sub(r"<br>|\]\([^)]*\)|<[^>]+>|[*|\[\]]", " ", text)
    return re.sub(r"\s+(?=[,.;)])", "", " ".join(html.unescape(plain).replace("\\", "").split()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_page_says_what_its_data_say(case: dict[str, Any], bare: Path) -> None:
    """Each sentence of a state is on the page, and none of another state."""
    for name, facts in case["facts"].items():
        (bare / "data" / name).write_text(yaml.safe_dump(facts, allow_unicode=True), encoding="utf-8")
    pages = run_pipeline(bare).pages
    for language in LANGUAGES:
        (text,) = (read(page.text) for page in pages[language] if page.spec.name == case["page"])
        assert [words for words in case[language].get("has", []) if words not in text] == [], text
        assert [words for words in case[language].get("lacks", []) if words in text] == [], text


ROME = """
cm28:
  name: {fr: "Conseil ministériel de Rome", en: "Rome ministerial council"}
  city: {fr: "Rome", en: "Rome"}
  country: IT
  period: 2028-11
  sources: [cnes-seed-fr]
"""


def test_a_council_to_come_does_not_take_the_total_of_the_last_one(project: Path) -> None:
    """The home names the council to which the newest total belongs."""
    with (project / "data" / "councils.yml").open("a", encoding="utf-8") as file:
        file.write(ROME)
    pages = run_pipeline(project).pages
    for language, words in (
        ("fr", r"de souscriptions \(Brême, 26 et 27"),
        ("en", r"in subscriptions \(Bremen, 26 and 27"),
    ):
        (text,) = (read(page.text) for page in pages[language] if page.spec.name == "index")
        assert re.search(words, text), text
        assert "Rome, " not in text


QUALIFIED = {
    "fr": r"(environ|plus de|au moins|moins de) ",
    "en": r"(about|more than|at least|less than) ",
}


@pytest.mark.parametrize(("prefix", "language", "exact"), [("", "fr", "Valeur exacte"), ("en", "en", "Exact value")])
def test_a_card_has_an_exact_value_where_the_source_gives_one(
    prefix: str, language: str, exact: str, built: Path
) -> None:
    """What is about or more than a value has no exact one; every other value has, and none is called final."""
    shown = 0
    for card in sorted((built / "site" / prefix / "cards").glob("*/index.html")):
        for section in re.findall(r"<section.*?</section>", card.read_text(encoding="utf-8"), re.DOTALL):
            value = read(section.partition("</p>")[0])
            assert (exact in section) is not bool(re.match(QUALIFIED[language], value)), f"{card.parent.name}: {value}"
            assert not re.search("Valeur définitive|Final value", section)
            shown += 1
    assert shown > 100
