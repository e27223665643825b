"""The theme keeps up with the templates that it replaces, and its messages are translated."""

from __future__ import annotations

import hashlib
import re
from importlib.metadata import version
from pathlib import Path

import material
import pytest
from babel.messages.pofile import read_po

from factbook.i18n.formatter import Formatter

OVERRIDES = Path(__file__).parents[2] / "overrides"
PARENT = re.compile(r"^  parent: (\S+) of mkdocs-material (\S+), sha256 ([0-9a-f]{64})$", re.M)
STRING = re.compile(r"""strings\[(?:"([^"]+)"|'([^']+)')\]""")
TEMPLATES = sorted(OVERRIDES.rglob("*.html"))
PARENTS = [(file, *found) for file in TEMPLATES for found in PARENT.findall(file.read_text(encoding="utf-8"))]
USED = {a or b for file in TEMPLATES for a, b in STRING.findall(file.read_text(encoding="utf-8"))}


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text))


@pytest.mark.parametrize(("file", "parent", "seen", "digest"), PARENTS, ids=lambda value: Path(str(value)).name[:20])
def test_parent_has_not_changed_since_its_review(file: Path, parent: str, seen: str, digest: str) -> None:
    """A newer Material that changes a parent fails this test until somebody has reviewed the change."""
    if _numbers(version("mkdocs-material")) < _numbers(seen):
        pytest.skip(f"an older Material than {seen} is installed")
    content = (Path(material.__file__).parent / "templates" / parent).read_bytes()
    assert hashlib.sha256(content).hexdigest() == digest, f"{parent} changed since {seen}: see {file.name}"


def test_what_replaces_a_template_of_material_names_it() -> None:
    """Each file with the name of one of Material's says which one it was made from."""
    theirs = Path(material.__file__).parent / "templates"
    named = {file for file, *_ in PARENTS}
    replacing = [file for file in TEMPLATES if (theirs / file.relative_to(OVERRIDES)).exists()]
    assert set(replacing) <= named


@pytest.mark.parametrize("file", sorted(OVERRIDES.rglob("*.po")), ids=lambda file: file.parts[-3])
def test_catalogue_has_every_string_of_the_templates(file: Path) -> None:
    """No message is missing, and each translation has the placeholders of its message."""
    with file.open("rb") as stream:
        catalogue = {message.id: message.string for message in read_po(stream) if isinstance(message.id, str)}
    assert set(catalogue) >= USED, f"{file}: {USED - set(catalogue)}"
    for text, translation in catalogue.items():
        if text and translation:
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", str(translation))), text


@pytest.mark.parametrize("file", sorted(OVERRIDES.rglob("*.po")), ids=lambda file: file.parts[-3])
def test_strings_have_the_spaces_and_apostrophes_of_their_language(file: Path) -> None:
    """No line of a French page begins with a colon."""
    wording = Formatter(file.parts[-3])
    with file.open("rb") as stream:
        strings = [message.string for message in read_po(stream) if message.id]
    texts = [text for string in strings for text in ([string] if isinstance(string, str) else string)]
    filled = [re.sub(r"%\(\w+\)s", "x", text) for text in texts]
    assert [text for text in filled if wording.typography(text) != text] == []
