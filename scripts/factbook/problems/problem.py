"""The type of a problem, and its renderers: text that quotes the line, JSON, GitHub annotations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from factbook.i18n.messages import PACKAGE_LOCALE_DIR, SOURCE_LANGUAGE, translations
from factbook.model import Place
from factbook.problems.codes import CODES, N_
from factbook.problems.escape import escape_command, escape_line
from factbook.problems.project_files import is_project_file

Severity = Literal["error", "warning"]
DID_YOU_MEAN = N_(": did you mean “{near}”?")

# The values of messages that are translated too: whole sentences, and the kinds of records.
_TRANSLATED_VALUES = frozenset({"expected", "meaning", "kind"})
# The words for kinds that are not in the registry of the model: marked here, as elsewhere they are keys of the code.
OTHER_KINDS = (N_("record"), N_("unit"), N_("theme"), N_("domain"), N_("partnership"))


@dataclass(frozen=True)
class Problem:
    """A mistake to fix.

    `code` is a key of CODES; `place` has the file relative to the root, the line and the column, both from 1; `values`
    fill the {places} of the code's message; `length` is the number of characters that the caret underlines.
    """

    code: str
    place: Place
    values: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = "error"
    length: int = 1

    def message(self, language: str = SOURCE_LANGUAGE) -> str:
        """Return what was found, as a sentence in `language`."""
        return _translate(CODES[self.code].message, self.values, language)

    def expected(self, language: str = SOURCE_LANGUAGE) -> str:
        """Return what was expected, as a sentence in `language`."""
        return _translate(CODES[self.code].expected, self.values, language)

    @property
    def is_error(self) -> bool:
        """Whether it fails the build; a warning does not."""
        return self.severity == "error"

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """The position in reports: by file, line, column and code."""
        return (self.place.file, self.place.line, self.place.column, self.code)


class Problems(Exception):  # noqa: N818 - it carries problems, and is named for them
    """All problems of a run, raised once. `found` is without duplicates, in the order of files and lines."""

    def __init__(self, found: Iterable[Problem]):
        self.found = sorted(dedupe(found), key=lambda problem: problem.sort_key)
        super().__init__("\n".join(escape_line(f"{p.place.file}:{p.place.line}: {p.message()}") for p in self.found))


def has_errors(found: Iterable[Problem]) -> bool:
    """Return whether any of the problems is an error."""
    return any(problem.is_error for problem in found)


def dedupe(found: Iterable[Problem]) -> list[Problem]:
    """Return the problems without repetitions of the same message at the same position."""
    seen: dict[tuple[object, ...], Problem] = {}
    for problem in found:
        seen.setdefault((*problem.sort_key, tuple(sorted(problem.values.items()))), problem)
    return list(seen.values())


def _translate(template: str, values: Mapping[str, str], language: str) -> str:
    """Return a template in a language with its {places} filled; `hint` becomes the question “did you mean …?”."""
    if not template:
        return ""
    translate = translations(PACKAGE_LOCALE_DIR, language).gettext
    near = values.get("hint")
    filled = {
        name: translate(value) if value and name in _TRANSLATED_VALUES else value for name, value in values.items()
    }
    return translate(template).format_map({**filled, "hint": translate(DID_YOU_MEAN).format(near=near) if near else ""})


def _line(root: Path, place: Place) -> str | None:
    """Return the line of a position, or None where the file or the line does not exist or may not be read."""
    if not is_project_file(root, place.file):
        return None
    try:
        text = (root / place.file).read_bytes().decode("utf-8", errors="replace")
    except (OSError, ValueError):  # no such file, or a name that no file can have
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[place.line - 1] if 0 < place.line <= len(lines) else None


def _quote(root: Path, problem: Problem, width: int = 110) -> list[str]:
    """Return the line of a problem and a caret below the mistake; a longer line than `width` is cut around it."""
    line = _line(root, problem.place)
    if line is None or not line.strip():
        return []
    start = problem.place.column - 1
    cut = max(0, start - width // 2) if len(line) > width else 0
    shown = "".join(c if c.isprintable() else " " for c in line[cut : cut + width])
    number = f"{problem.place.line:>5} | "
    carets = min(max(1, problem.length), max(1, len(shown) - (start - cut)))
    return [number + shown, " " * (len(number) - 2) + "| " + " " * (start - cut) + "^" * carets]


def as_text(problem: Problem, root: Path, language: str) -> str:
    """Return a problem as text: position, message, the line with a caret, what is expected, an example."""
    code = CODES[problem.code]
    translate = translations(PACKAGE_LOCALE_DIR, language).gettext
    place = problem.place
    kind = "" if problem.is_error else translate("warning: ")
    found = f"{place.file}:{place.line}:{place.column}: {kind}{problem.message(language)} [{problem.code}]"
    lines = [escape_line(found)]
    lines += _quote(root, problem)
    if code.expected:
        lines.append("      " + translate("Expected: ") + escape_line(problem.expected(language)))
    if code.good_example:
        lines.append("      " + translate("Example: ") + code.good_example.strip().replace("\n", "\n               "))
    return "\n".join(lines)


def as_json(problems: Iterable[Problem], language: str) -> str:
    """Return a JSON array with one object per problem."""
    rows = [
        {
            "code": p.code,
            "severity": p.severity,
            "file": p.place.file,
            "line": p.place.line,
            "column": p.place.column,
            "message": p.message(language),
            "expected": p.expected(language),
            "example": CODES[p.code].good_example.strip(),
        }
        for p in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_annotations(problems: Iterable[Problem], language: str) -> str:
    """Return GitHub workflow commands that annotate the line of each problem in a pull request."""
    return "\n".join(
        f"::{p.severity} file={escape_command(p.place.file, ':,')},line={p.place.line},col={p.place.column},"
        f"title={escape_command(p.code, ':,')}::"
        + escape_command(" ".join(filter(None, (p.message(language), p.expected(language)))))
        for p in problems
    )
