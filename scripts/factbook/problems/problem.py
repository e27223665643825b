"""A problem and its three forms: text that quotes the line, JSON, and GitHub annotations."""

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

Severity = Literal["error", "warning"]
DID_YOU_MEAN = N_(": did you mean “{near}”?")

# What fills messages and is worded too: whole sentences, and the kinds of records.
_TRANSLATED_VALUES = frozenset({"expected", "meaning", "kind"})
# The words for kinds that are not in the registry of the model: marked here, as elsewhere they are keys of the code.
OTHER_KINDS = (N_("record"), N_("unit"), N_("theme"), N_("domain"), N_("partnership"))


@dataclass(frozen=True)
class Problem:
    """One thing to mend.

    `code` is a key of CODES; `place` has the file relative to the root, the line and the column, both
    from 1; `values` fill the code's message; `length` is how many characters the caret underlines.
    """

    code: str
    place: Place
    values: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = "error"
    length: int = 1

    def message(self, language: str = SOURCE_LANGUAGE) -> str:
        """What was found, in a sentence of `language`."""
        return _translate(CODES[self.code].message, self.values, language)

    def expected(self, language: str = SOURCE_LANGUAGE) -> str:
        """What was expected, in a sentence of `language`."""
        return _translate(CODES[self.code].expected, self.values, language)

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """Problems are told file by file, from the top."""
        return (self.place.file, self.place.line, self.place.column, self.code)


class Problems(Exception):  # noqa: N818 - it carries problems, and is named for them
    """Raised once, with everything that was found. `found` is in the order of files and lines."""

    def __init__(self, found: Iterable[Problem]):
        self.found = sorted(dedupe(found), key=lambda problem: problem.sort_key)
        super().__init__("\n".join(escape_line(f"{p.place.file}:{p.place.line}: {p.message()}") for p in self.found))


def dedupe(found: Iterable[Problem]) -> list[Problem]:
    """The problems without those that say the same of the same place."""
    seen: dict[tuple[object, ...], Problem] = {}
    for problem in found:
        seen.setdefault((*problem.sort_key, tuple(sorted(problem.values.items()))), problem)
    return list(seen.values())


def _translate(template: str, values: Mapping[str, str], language: str) -> str:
    """The template in the language, filled in; a word in `hint` becomes the question whether it was meant."""
    if not template:
        return ""
    translate = translations(PACKAGE_LOCALE_DIR, language).gettext
    near = values.get("hint")
    filled = {
        name: translate(value) if value and name in _TRANSLATED_VALUES else value for name, value in values.items()
    }
    return translate(template).format_map({**filled, "hint": translate(DID_YOU_MEAN).format(near=near) if near else ""})


def _line(root: Path, place: Place) -> str | None:
    try:
        text = (root / place.file).read_bytes().decode("utf-8", errors="replace")
    except (OSError, ValueError):  # no such file, or a name that no file can have
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[place.line - 1] if 0 < place.line <= len(lines) else None


def _quote(root: Path, problem: Problem, width: int = 110) -> list[str]:
    """The line of the file with a caret below the fault; a long line is cut around it."""
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
    """A few lines for a person: place, what was found, the line with a caret, what was expected, an example."""
    code = CODES[problem.code]
    translate = translations(PACKAGE_LOCALE_DIR, language).gettext
    place = problem.place
    kind = "" if problem.severity == "error" else translate("warning: ")
    found = f"{place.file}:{place.line}:{place.column}: {kind}{problem.message(language)} [{problem.code}]"
    lines = [escape_line(found)]
    lines += _quote(root, problem)
    if code.expected:
        lines.append("      " + translate("Expected: ") + escape_line(problem.expected(language)))
    if code.good_example:
        lines.append("      " + translate("Example: ") + code.good_example.strip().replace("\n", "\n               "))
    return "\n".join(lines)


def as_json(problems: Iterable[Problem], language: str) -> str:
    """A JSON array with one object for each problem."""
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
    """GitHub workflow commands that put each problem on its line of the pull request."""
    return "\n".join(
        f"::{p.severity} file={escape_command(p.place.file, ':,')},line={p.place.line},col={p.place.column},"
        f"title={escape_command(p.code, ':,')}::"
        + escape_command(" ".join(filter(None, (p.message(language), p.expected(language)))))
        for p in problems
    )
