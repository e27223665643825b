"""The legal notice names the publisher of the configuration; without one, the site is a demonstration."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from factbook.build.pipeline import run_pipeline
from factbook.data.config import load_site
from factbook.problems import Problems
from tests.conftest import ROOT, SMALL

PUBLISHER = """
      publisher:
        name: Agence d’essai
        address: 1 rue de l’Essai
        director: {fr: La présidente, en: The president}
        host: Un hébergeur
      languages:"""
DEMONSTRATION = {"fr": "est une démonstration", "en": "is a demonstration"}
NAMED = {
    "fr": ["Éditeur\u00a0:** Agence d’essai, 1 rue", "publication\u00a0:** La présidente", "Hébergeur\u00a0:** Un"],
    "en": ["Publisher:** Agence d’essai, 1 rue", "director:** The president", "Host:** Un hébergeur"],
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The smallest site with the legal notice of this project."""
    root = Path(shutil.copytree(SMALL, tmp_path / "site"))
    for language in DEMONSTRATION:
        text = (ROOT / "docs" / language / "legal.md").read_text(encoding="utf-8")
        text = text.replace("about.md#licence", "#rights")
        (root / "docs" / language / "legal.md").write_text(text, encoding="utf-8")
    return root


def configure(root: Path, publisher: str) -> None:
    """Put the option of the publisher into the configuration."""
    path = root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    assert text.count("\n      languages:") == 1
    path.write_text(text.replace("\n      languages:", publisher), encoding="utf-8")


def notices(root: Path) -> dict[str, str]:
    """Return the legal notice of each language as Markdown."""
    pages = run_pipeline(root).pages
    return {code: next(p.text for p in found if p.spec.name == "legal") for code, found in pages.items()}


def test_a_site_without_a_publisher_says_that_it_is_a_demonstration(site: Path) -> None:
    found = notices(site)
    for language, words in DEMONSTRATION.items():
        assert words in found[language]
        assert [text for text in NAMED[language] if text in found[language]] == []


def test_the_publisher_is_named_in_the_reader_s_language(site: Path) -> None:
    configure(site, PUBLISHER)
    found = notices(site)
    for language, words in DEMONSTRATION.items():
        assert words not in found[language]
        assert [text for text in NAMED[language] if text not in found[language]] == []


@pytest.mark.parametrize(
    "faulty",
    [
        PUBLISHER.replace("        host: Un hébergeur\n", ""),
        PUBLISHER.replace("host:", "hosts:"),
        PUBLISHER.replace(", en: The president", ""),
        PUBLISHER.replace("Un hébergeur", "1"),
    ],
)
def test_incomplete_details_of_a_publisher_are_refused(faulty: str, site: Path) -> None:
    configure(site, faulty)
    with pytest.raises(Problems, match="configuration"):
        load_site(site)
