"""Another agency's facts in two other languages, one of them from right to left.

It takes configuration, folders and strings only.

The interface strings are those of this project in odd letters, so that any text that is not translated is noticed.
"""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from factbook.i18n.messages import PACKAGE_LOCALE_DIR, parse_strings
from tests.conftest import ROOT, run

SITE = ROOT / "tests" / "site_de_ar"
LANGUAGES = ("de", "ar")
ODD = str.maketrans("aeiounrscAEIOUNRSC", "áéíóúñřšçÁÉÍÓÚÑŘŠÇ")
_KEPT = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
_HIDDEN = re.compile(r"<(script|style|svg|head|pre|code)\b.*?</\1>", re.DOTALL)


def odd(text: str) -> str:
    """A text in odd letters, its placeholders as they were."""
    parts, end = [], 0
    for match in _KEPT.finditer(text):
        parts += [text[end : match.start()].translate(ODD), match.group()]
        end = match.end()
    return "".join([*parts, text[end:].translate(ODD)])


def strings() -> list[str]:
    """All interface strings of the theme."""
    file = ROOT / "overrides" / "locale" / "fr" / "LC_MESSAGES" / "factbook.po"
    return [
        str(each.id) for each in parse_strings(file.read_text(encoding="utf-8")) if isinstance(each.id, str) and each.id
    ]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of the other agency, with this project's theme and catalogues of its own languages."""
    project = Path(shutil.copytree(SITE, tmp_path_factory.mktemp("elsewhere") / "project"))
    shutil.copytree(ROOT / "overrides", project / "overrides", ignore=shutil.ignore_patterns("locale"))
    for each in (project / "docs" / "_entities").glob("*.md"):
        shutil.copy(ROOT / "docs" / "_entities" / each.name, each)
    configuration = project / "mkdocs.yml"
    text = configuration.read_text(encoding="utf-8").replace("name: mkdocs", "name: material\n  custom_dir: overrides")
    configuration.write_text(text.replace("  - tables", "  - tables\n  - md_in_html"), encoding="utf-8")
    for code in LANGUAGES:
        folder = project / "overrides" / "locale" / code / "LC_MESSAGES"
        folder.mkdir(parents=True)
        entries = "".join(f"msgid {quoted(text)}\nmsgstr {quoted(odd(text))}\n\n" for text in strings())
        (folder / "factbook.po").write_text(f'msgid ""\nmsgstr ""\n\n{entries}', encoding="utf-8")
    result = run(["mkdocs", "build"], project)
    assert result.returncode == 0, result.stdout + result.stderr
    return project / "site"


def quoted(text: str) -> str:
    """A text as gettext writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def shown(file: Path) -> str:
    """What a reader of a document sees."""
    text = _HIDDEN.sub(" ", file.read_text(encoding="utf-8"))
    return " ".join(unescape(re.sub(r"<[^>]+>", "\n", text)).split())


def test_each_language_is_written_in_its_direction(elsewhere: Path) -> None:
    """Pages, cards and embeds of the right-to-left language declare it, and those of the other do not."""
    for folder in ("", "figures/esa-contribution/", "cards/esa-contribution/", "embed/esa-contribution/"):
        right = (elsewhere / "ar" / folder / "index.html").read_text(encoding="utf-8")
        left = (elsewhere / folder / "index.html").read_text(encoding="utf-8")
        assert re.search(r'<html lang="ar"[^>]* dir="rtl"', right), folder
        assert 'dir="rtl"' not in left.partition("<body")[0], folder


def test_numbers_and_nouns_have_the_forms_of_the_language(elsewhere: Path) -> None:
    """Amounts, nouns in their plural category, dates: by CLDR, without overrides."""
    german, arabic = (shown(elsewhere / prefix / "index.html") for prefix in ("", "ar"))
    assert "1,174 Milliarden Euro" in german.replace("\u00a0", " ")
    assert "1.174 مليار يورو" in arabic.replace("\u00a0", " ")
    assert "60 شراكة" in shown(elsewhere / "ar" / "figures" / "partnerships" / "index.html").replace("\u00a0", " ")
    assert "14. April 2023" in shown(elsewhere / "programmes" / "juice" / "index.html").replace("\u00a0", " ")


def test_no_text_is_left_in_another_language(elsewhere: Path) -> None:
    """Every interface string of every page is translated: none is left in English or French."""
    texts = [text for text in strings() if len(text) > 8 and not _KEPT.search(text) and odd(text) != text]
    french = parse_strings((ROOT / "overrides/locale/fr/LC_MESSAGES/factbook.po").read_text(encoding="utf-8"))
    texts += [str(each.string) for each in french if each.id in texts and each.string]
    left = {
        f"{file.relative_to(elsewhere)}: {text}"
        for file in elsewhere.rglob("*.html")
        for text in texts
        if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", shown(file))
    }
    assert left == set()


def test_messages_are_in_a_language_with_a_catalogue(elsewhere: Path) -> None:
    """Without a catalogue for the editor's language, messages are in the source language."""
    result = run(["factbook", "check"], elsewhere.parent, LANGUAGE="de")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "were checked" in result.stdout
    assert not (PACKAGE_LOCALE_DIR / "de").exists()


def test_a_language_without_strings_of_the_theme_is_reported(elsewhere: Path) -> None:
    """A missing catalogue of the theme is a problem, not an English menu on a page in Arabic."""
    catalogue = elsewhere.parent / "overrides" / "locale" / "ar" / "LC_MESSAGES" / "factbook.po"
    aside = catalogue.rename(catalogue.with_suffix(".aside"))
    result = run(["factbook", "check"], elsewhere.parent)
    aside.rename(catalogue)
    assert result.returncode == 0
    assert "overrides/locale/ar/LC_MESSAGES/factbook.po" in result.stdout
