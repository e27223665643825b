"""Readers' text uses the institution's terms, and none of the words that the style guide replaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.pofile import read_po

from tests.conftest import ROOT

CASES = yaml.safe_load((ROOT / "tests" / "cases" / "words.yml").read_text(encoding="utf-8"))
LANGUAGES = ["en", "fr"]
# Jinja, code and addresses are not read by readers, but what a template passes to gettext is in the catalogues.
_HIDDEN = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|```.*?```|`[^`\n]*`|\]\([^)]*\)|<[^>]+>|{:[^}]*}", re.DOTALL)
_KEPT = re.compile(r"^(title|description|menu|also_called): *", re.MULTILINE)


def lines_of_pages(language: str) -> Iterator[tuple[str, str]]:
    """Yield the file and the text of each line of the hand-written pages of a language."""
    for path in sorted((ROOT / "docs" / language).glob("**/*.md")):
        text = _HIDDEN.sub(lambda match: "\n" * match.group().count("\n") or "·", path.read_text(encoding="utf-8"))
        for line in _KEPT.sub("", text).splitlines():
            yield path.relative_to(ROOT).as_posix(), line.strip(" *·-#|\"'")


def messages(language: str) -> Iterator[tuple[str, str]]:
    """Yield the file and each message as readers of a language see it: the identifier where it has no translation."""
    path = ROOT / "overrides" / "locale" / language / "LC_MESSAGES" / "factbook.po"
    with path.open("rb") as stream:
        for message in read_po(stream):
            if message.id and isinstance(message.id, str):
                yield path.relative_to(ROOT).as_posix(), str(message.string or message.id)


def texts_of_data(language: str) -> Iterator[tuple[str, str]]:
    """Yield the file and each text of the data in a language."""
    for path in sorted((ROOT / "data").rglob("*.yml")):
        for text in _localised(yaml.safe_load(path.read_text(encoding="utf-8")), language):
            yield path.relative_to(ROOT).as_posix(), text


def _localised(value: Any, language: str) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _localised(item, language)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == language and isinstance(item, str):
                yield item
            else:
                yield from _localised(item, language)


def faults(texts: Iterator[tuple[str, str]], language: str) -> list[str]:
    """Return each word that is not to be used, with its file, its text and what to write instead."""
    rules = [(re.compile(case["not"], re.IGNORECASE), case["use"]) for case in CASES[language]]
    kept = [(each["file"], each["text"]) for each in CASES["exceptions"]]
    return [
        f"{file}: “{match.group()}” → {use}: {text[:120]}"
        for file, text in texts
        for rule, use in rules
        if (match := rule.search(text)) and not any(file == name and words in text for name, words in kept)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_use_the_words_of_the_style_guide(language: str) -> None:
    """No hand-written page narrates its research, speaks of itself or uses a word that has a standard term."""
    assert faults(lines_of_pages(language), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_use_the_words_of_the_style_guide(language: str) -> None:
    """No interface message, chart text or entity template does either."""
    assert faults(messages(language), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_data_use_the_words_of_the_style_guide(language: str) -> None:
    """No label, definition, note or summary of the data does either."""
    assert faults(texts_of_data(language), language) == []


def test_each_exception_is_still_needed() -> None:
    """An exception whose text has gone, or that no rule meets, is removed."""
    rules = [re.compile(case["not"], re.IGNORECASE) for language in LANGUAGES for case in CASES[language]]
    for each in CASES["exceptions"]:
        assert each["text"] in Path(ROOT / each["file"]).read_text(encoding="utf-8"), each
        assert any(rule.search(each["text"]) for rule in rules), each
        assert each["why"]
