"""The projects that are measured, and the change of one figure that the measurements watch arrive."""

from __future__ import annotations

import difflib
import re
import shutil
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from factbook.build.pipeline import Prepared, stage
from factbook.data.config import load_site
from factbook.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_NUMBER = re.compile(r"-?[\d.]+")
_TOKEN = re.compile(r"[\w.,]+|[^\w.,]")


class NoChangeError(Exception):
    """No figure could be changed so that every language's pages show it."""


@dataclass(frozen=True)
class Edit:
    """Files below a project's folder, each with its content before and after the change."""

    files: Mapping[str, tuple[str, str] | tuple[bytes, bytes]]

    def write(self, folder: Path, changed: bool) -> None:
        """Save the files as an editor does, with the change or without."""
        for file, contents in self.files.items():
            content = contents[changed]
            (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())


@dataclass(frozen=True)
class Watched:
    """A page of one language that shows the figure: its path on the server, and what stands there."""

    language: str
    path: str
    before: str
    after: str


@dataclass(frozen=True)
class Project:
    """A project of ours, its staged tree before and after the change, and where the change shows.

    `pages` is the number of pages of one language, `figures` that of all figures.
    """

    folder: Path
    staged: Path
    staged_after: Path
    figure: str
    edit: Edit
    watched: Sequence[Watched]
    pages: int
    figures: int


def copy_project(root: Path, target: Path) -> Path:
    """The parts of the project at `root` that make its site, in a folder of their own."""
    site = load_site(root)
    target.mkdir(parents=True)
    shutil.copy(root / "mkdocs.yml", target)
    for part in filter(None, (site.docs, site.data, site.overrides)):
        shutil.copytree(root / part, target / part)
    return target


def ready(folder: Path, work: Path) -> Project:
    """Find a figure that many pages show, stage the project before and after its change into `work`."""
    before = stage(folder, work / "staged")
    for figure in _most_shown(before):
        edit = _edit(before, figure)
        edit.write(folder, changed=True)
        try:
            after = stage(folder, work / "staged-after")
        except Problems:
            continue
        finally:
            edit.write(folder, changed=False)
        watched = [_watched(before, after, figure, code) for code in before.site.codes]
        if all(watched):
            pages = len(before.pages[before.site.codes[0]])
            return Project(
                folder, work / "staged", work / "staged-after", figure, edit,
                [page for page in watched if page], pages, len(before.catalogue.figures),
            )  # fmt: skip
    raise NoChangeError(str(folder))


def _most_shown(result: Prepared) -> Iterator[str]:
    """Figures with a number that can be changed, those on most pages first."""
    shown: dict[str, int] = {}
    for page in result.pages[result.site.codes[0]]:
        for figure in {name for name, _ in page.figures_used}:
            shown[figure] = shown.get(figure, 0) + 1
    for figure in sorted(shown, key=lambda name: -shown[name]):
        record = result.catalogue.figures[figure]
        if not record.computed and isinstance(record.observations[-1].value, Decimal):
            yield figure


def _edit(result: Prepared, figure: str) -> Edit:
    """The change of the last digit of a figure's newest value, in its file."""
    last = len(result.catalogue.figures[figure].observations) - 1
    place = result.catalogue.place("figures", figure, "observations", last, "value")
    before = (result.site.root / place.file).read_text(encoding="utf-8")
    lines = before.splitlines(keepends=True)
    line = lines[place.line - 1]
    found = _NUMBER.match(line, place.column - 1)
    assert found, line
    end = found.end()
    digit = "8" if line[end - 1] == "9" else str(int(line[end - 1]) + 1)
    lines[place.line - 1] = line[: end - 1] + digit + line[end:]
    return Edit({place.file: (before, "".join(lines))})


def staged_edit(project: Project) -> Edit:
    """The change as it reaches whoever builds the staged tree: every file of it that differs."""
    files: dict[str, tuple[str, str] | tuple[bytes, bytes]] = {}
    for path in sorted(project.staged.rglob("*")):
        other = project.staged_after / path.relative_to(project.staged)
        if path.is_file() and other.is_file() and path.read_bytes() != other.read_bytes():
            files[path.relative_to(project.staged).as_posix()] = path.read_bytes(), other.read_bytes()
    return Edit(files)


def _watched(before: Prepared, after: Prepared, figure: str, code: str) -> Watched | None:
    """The first page in a language's order on which the change can be told from the text."""
    base = before.site.url_path + before.site.prefix(code)
    for old, new in zip(before.pages[code], after.pages[code], strict=True):
        if figure not in {name for name, _ in old.figures_used} or old.spec.record:
            continue
        pairs = [pair for pair in differences(old.text, new.text) or () if _telling(pair, old.text, new.text)]
        if pairs:
            one = max(pairs, key=lambda pair: len(pair[0]))
            return Watched(code, base + old.spec.address, *one)
    return None


def _telling(pair: tuple[str, str], before: str, after: str) -> bool:
    return all(pair) and pair[0] not in after and pair[1] not in before


def tokens(line: str) -> list[str]:
    """The words and numbers of a line, and what stands between them."""
    return _TOKEN.findall(line)


def differences(before: str, after: str) -> set[tuple[str, str]] | None:
    """The words that differ between two texts, as (before, after); None when their lines do not match."""
    old, new = before.split("\n"), after.split("\n")
    if len(old) != len(new):
        return None
    return {
        (first, second)
        for old_line, new_line in zip(old, new, strict=True)
        for first, second in aligned(old_line, new_line)
        if first != second
    }


def aligned(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Two lines cut into the same pieces: equal ones, and those that differ."""
    if before == after:
        yield before, after
        return
    old, new = tokens(before), tokens(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        yield "".join(old[start:end]), "".join(new[new_start:new_end])
