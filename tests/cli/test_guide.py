"""The editor's guide is correct and complete: its examples are run here."""

from __future__ import annotations

import ast
import re
import shlex
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po

from factbook import model
from factbook.build.pipeline import run_pipeline
from factbook.build.trace import MemoTables
from factbook.cli import main
from factbook.data import json_schema
from factbook.i18n.extract import messages
from factbook.i18n.messages import PACKAGE_LOCALE_DIR, catalogue_file
from factbook.model import Place
from factbook.pages.reference import RECORDS
from factbook.problems import CODES, Problem, Problems, as_text
from tests.conftest import ROOT, run

PACKAGE = ROOT / "scripts" / "factbook"
GUIDES = {path.parent.name: path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("docs/*/guide.md"))}
TRANSLATED = sorted(path.name for path in PACKAGE_LOCALE_DIR.iterdir())

# What stands around the observations that an example shows.
FIGURE = """
guide-example-{number}:
  label: {{fr: "Exemple", en: "Example"}}
  definition: {{fr: "Un exemple.", en: "An example."}}
  unit: EUR
  scale: billion
"""


@dataclass(frozen=True)
class Block:
    """A fenced block of a guide: its language, line and text."""

    kind: str
    line: int
    text: str

    @property
    def said(self) -> tuple[str, str]:
        """The file that the first line of a YAML example names, and the code with which it is refused, if any."""
        found = re.match(r"# (data/\S+\.yml)(?:: ([a-z-]+))?\n", self.text)
        assert found, f"line {self.line}: the first line names no file"
        return found[1], found[2] or ""

    def write(self, root: Path) -> None:
        """Put a YAML example where it belongs, in a record of its own where it shows a part of one."""
        file, _ = self.said
        text = self.text.partition("\n")[2]
        if text.startswith("observations:"):
            text = FIGURE.format(number=self.line) + "".join(f"  {line}\n" for line in text.splitlines())
        with (root / file).open("a", encoding="utf-8") as stream:
            stream.write("\n" + text)


def blocks(guide: str, kind: str) -> Iterator[Block]:
    """Return the fenced blocks of a language, in order."""
    for found in re.finditer(r"^```(\w+)\n(.*?)^```$", guide, re.DOTALL | re.MULTILINE):
        if found[1] == kind:
            yield Block(kind, guide[: found.start()].count("\n") + 1, found[2])


def examples(kind: str) -> list[object]:
    """Return the blocks of a language in every guide as test cases; equal blocks of alternates once."""
    cases = {block.text: (language, block) for language, guide in GUIDES.items() for block in blocks(guide, kind)}
    return [pytest.param(block, id=f"{language}:{block.line}") for language, block in cases.values()]


def faults(root: Path) -> list[Problem]:
    """Return the errors of a site."""
    try:
        found = run_pipeline(root, memory=MemoTables.open(root).pages).warnings
    except Problems as problems:
        found = problems.found
    return [problem for problem in found if problem.severity == "error"]


@cache
def said_by_the_code() -> dict[str, str]:
    """Return every message to editors in the code, with its file."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        with path.open("rb") as stream:
            for _, _, text, _ in messages(stream, (), (), {}):
                found[text] = path.relative_to(PACKAGE).as_posix()
    return found


def fields(text: str) -> set[str]:
    """Return the names of a message's fields."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@cache
def translated(language: str) -> dict[str, str]:
    """Return the messages of a catalogue with their translations; empty if there is no catalogue."""
    with catalogue_file(PACKAGE_LOCALE_DIR, language).open("rb") as stream:
        return {str(message.id): str(message.string or "") for message in read_po(stream) if message.id}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language: str) -> None:
    """Every message, help text and description has a translation."""
    known = translated(language)
    assert {text: file for text, file in said_by_the_code().items() if not known.get(text)} == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_fields_of_its_original(language: str) -> None:
    """No translation leaves out a field such as the file, the word or the line."""
    known = translated(language)
    texts = [text for code in CODES.values() for text in (code.message, code.expected) if text]
    wrong = {text: known[text] for text in texts if fields(known[text]) != fields(text)}
    assert wrong == {}


def test_every_help_text_is_in_the_catalogue() -> None:
    """The texts of `factbook --help` and of the JSON Schemas are in the catalogue of messages."""
    found = set(said_by_the_code())
    missing = [text for text in json_schema.texts() if text not in found]
    missing += [text for text in _helps(main) if text not in found]
    assert missing == []


def _helps(command: click.Command) -> Iterator[str]:
    if command.help:
        yield " ".join(command.help.split())
    yield from (option.help for option in command.params if isinstance(option, click.Option) and option.help)
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from _helps(below)


def test_every_translated_text_is_extracted() -> None:
    """Every text that is translated is a literal where it is translated, or is marked with N_()."""
    loose = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
                if (
                    name in ("translate", "message", "N_")
                    and node.args
                    and isinstance(node.args[0], ast.JoinedStr | ast.IfExp)
                ):
                    loose.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    assert loose == []


@pytest.fixture(scope="module")
def shown() -> dict[str, str]:
    """Return the rendered Markdown of each guide."""
    result = run_pipeline(ROOT)
    return {code: page.text for code in result.site.codes for page in result.pages[code] if page.spec.name == "guide"}


@pytest.mark.parametrize("language", GUIDES)
def test_every_code_is_in_the_guide(language: str, shown: dict[str, str]) -> None:
    """Each code is in the guide, with its examples."""
    assert [code for code in CODES if f"### `{code}` {{: #code-{code} }}" not in shown[language]] == []
    parts = {part.strip("\n") for code in CODES.values() for part in (code.bad_example, code.good_example)}
    assert [part for part in parts if part not in shown[language]] == []


@pytest.mark.parametrize("language", GUIDES)
def test_every_key_is_in_the_guide(language: str, shown: dict[str, str]) -> None:
    """Each key of a record is in the guide, in the table of that record."""
    records = {item for item in vars(model).values() if isinstance(item, type) and issubclass(item, model.Record)}
    assert set(RECORDS.values()) == records - {model.Record}
    for name, record in RECORDS.items():
        start = shown[language].index(f"{{: #keys-{name} }}")
        table = shown[language][start : shown[language].index("\n## ", start)].split("\n### ")[0]
        assert [key for key in record.model_fields if f"| `{key}` |" not in table] == []


def test_the_tables_are_in_the_language_of_the_page(shown: dict[str, str]) -> None:
    """Descriptions of keys and messages of codes are in the language of the guide that shows them."""
    assert "| `label` | What it is called, in each language | yes |" in shown["en"]
    assert "| `label` | Comment il s’appelle, dans chaque langue | oui |" in shown["fr"]
    assert "Cet octet n’est pas du texte en UTF-8" in shown["fr"]


@pytest.mark.parametrize("kind", ["yaml", "sh"])
def test_the_guides_have_the_same_examples(kind: str) -> None:
    """Every example of data and of a command is in each guide."""
    first, *others = ([block.text for block in blocks(guide, kind)] for guide in GUIDES.values())
    assert first
    assert all(other == first for other in others)


def test_the_right_examples_are_valid(used_project: Path) -> None:
    """The right examples pass every check unchanged."""
    first = next(iter(GUIDES.values()))
    for block in blocks(first, "yaml"):
        if not block.said[1]:
            block.write(used_project)
    assert [f"{p.place.file}:{p.place.line}: {p.message()}" for p in faults(used_project)] == []


@pytest.mark.parametrize("block", [case for case in examples("yaml") if case.values[0].said[1]])  # type: ignore[attr-defined]
def test_the_wrong_examples_are_refused(block: Block, used_project: Path) -> None:
    """A wrong example fails with the code that the guide gives, in the file that it names."""
    file, code = block.said
    block.write(used_project)
    assert {(problem.place.file, problem.code) for problem in faults(used_project)} == {(file, code)}


@pytest.mark.parametrize("block", examples("sh"))
def test_the_commands_run(block: Block, used_project: Path) -> None:
    """Each command of the guide succeeds as it is written."""
    for line in block.text.replace("\\\n", "").splitlines():
        result = run(shlex.split(line), used_project)
        assert result.returncode == 0, f"{line}\n{result.stdout}{result.stderr}"
        assert "Traceback" not in result.stderr


@pytest.mark.parametrize("guide", GUIDES)
def test_the_page_examples_work(guide: str, used_project: Path) -> None:
    """The examples of page text make pages without errors, in every language."""
    text = "\n".join(block.text for block in blocks(GUIDES[guide], "jinja"))
    for language in GUIDES:
        path = used_project / "docs" / language / "legal.md"
        path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
    assert [problem.message() for problem in faults(used_project)] == []


@pytest.mark.parametrize("language", GUIDES)
def test_the_wrong_sentence_is_refused(language: str, used_project: Path) -> None:
    """The guide's sentence with typed numbers fails, for each number in it."""
    sentence = next(block.text for block in blocks(GUIDES[language], "text"))
    path = used_project / "docs" / language / "legal.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + sentence, encoding="utf-8")
    assert [problem.code for problem in faults(used_project)] == ["typed-number"] * len(
        re.findall(r"[\d.,]*\d", sentence)
    )


@pytest.mark.parametrize("language", GUIDES)
def test_the_error_message_of_the_guide_is_real(language: str, tmp_path: Path) -> None:
    """The message that the guide explains is exactly the one that an editor sees."""
    sample = list(blocks(GUIDES[language], "text"))[-1].text.rstrip("\n")
    place, quoted = sample.split("\n")[:2]
    file, line, column = place.split(":")[:3]
    code = place.rpartition("[")[2].rstrip("]")
    found = quoted.rpartition(": ")[2]
    text = "\n" * (int(line) - 1) + quoted.partition("| ")[2] + "\n"
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(text, encoding="utf-8")
    told = as_text(
        Problem(code, Place(file, int(line), int(column)), {"found": found}, length=len(found)), tmp_path, language
    )
    assert sample.replace("\u00a0", " ") == told.replace("\u00a0", " ")


def test_examples_show_no_value_of_the_site(shown: dict[str, str]) -> None:
    """No example of the guide has a value of the site, which would be out of date after a change."""
    figures = run_pipeline(ROOT).catalogue.figures.values()
    told = [value for figure in figures for o in figure.observations for value in (o, *o.disagreements)]
    values = {str(value.value) for value in told}
    telling = {value for value in values if len(value) > 3 and not re.fullmatch(r"(19|20)\d\d", value)}
    for text in shown.values():
        typed = re.findall(r"^```\w+\n(.*?)^```$|`([^`\n]+)`", text, re.DOTALL | re.MULTILINE)
        numbers = {n.replace(",", ".") for pair in typed for part in pair for n in re.findall(r"\d[\d.,-]*\d", part)}
        assert numbers & telling == set()
