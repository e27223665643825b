"""No number is typed in a page's text: each comes from the data, or is marked as plain.

The text is read from the template, so that lines and columns are those of the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from factbook.checks.prose_mask import place_at, prose
from factbook.i18n.formatter import Formatter
from factbook.i18n.messages import translations
from factbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factbook.data.config import Site
    from factbook.i18n.formatter import Style
    from factbook.model import Catalogue, Figure, Observation, Period
    from factbook.pages.spec import Outline, Template

# Digits with what can be between them: groups of thousands, decimals, dates, times, spans.
_NUMBER = re.compile(r"(?:\d+(?:(?:[ \u00a0\u202f](?=\d{3}(?!\d))|[.,:/–’'-](?=\d))\d+)*|[¼-¾⅐-⅞])[^\W\d_]*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SPACES = re.compile(r"\s+")
_GLUED = 2  # so many digits, glued to a letter before them, are a part of a word: IN2P3, CO2, CM22


def check_typed_numbers(site: Site, catalogue: Catalogue, outline: Outline) -> Iterator[Problem]:
    """Return a problem for each number that is typed in the text of a page's template or its front matter."""
    hints: dict[str, _Hints] = {}
    for template in outline.templates.values():
        text = prose(template.source)
        for match in _numbers(text):
            language = next((code for code in site.codes if _is_in(template, site, code)), site.codes[0])
            if language not in hints:
                hints[language] = _Hints(site, catalogue, language)
            meant = hints[language].nearest(template, text, match)
            values = {"found": match.group(), "hint": meant or ""}
            place = place_at(text, match.start(), template.file)
            yield Problem("typed-number", place, values, length=len(match.group()))


def _is_in(template: Template, site: Site, language: str) -> bool:
    return template.file.startswith(f"{site.docs}/{language}/")


def _numbers(text: str) -> Iterator[re.Match[str]]:
    for match in _NUMBER.finditer(text):
        glued = text[match.start() - 1 : match.start()].isalpha()
        if not (glued and len(re.findall(r"\d", match.group())) <= _GLUED):
            yield match


def _normal(text: str) -> str:
    """Return a text for comparison: one kind of space and apostrophe, no capitals."""
    return _SPACES.sub(" ", text).replace("’", "'").casefold()


@dataclass(frozen=True)
class _Candidate:
    """What an editor may have meant: `expression` renders the text `shown`, which states `numbers`."""

    expression: str
    identifier: str
    shown: str
    numbers: frozenset[Decimal]
    latest: bool
    percent: bool = False
    year: str = ""


@dataclass(frozen=True)
class _Hints:
    """The figures, dates and names of the data as readers of one language see them."""

    site: Site
    catalogue: Catalogue
    language: str

    @cached_property
    def wording(self) -> Formatter:
        return Formatter(self.language, translations(self.site.locale_folder, self.language).gettext)

    def nearest(self, template: Template, text: str, match: re.Match[str]) -> str | None:
        """Return the expression that was probably meant, or None where none states the same number."""
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        end = end if end >= 0 else len(text)
        before, after = _normal(text[start : match.start()]), _normal(text[match.end() : end])
        own_line = template.source[start:end]
        values = self._values(match.group())
        best, highest = None, 0
        for candidate in self.candidates:
            score = self._score(candidate, values, before, _normal(match.group()), after)
            if score and candidate.identifier in template.source:
                score += 20 if candidate.identifier in own_line else 10
            if score > highest:
                best, highest = candidate.expression, score
        return best

    @staticmethod
    def _score(candidate: _Candidate, values: Sequence[Decimal], before: str, found: str, after: str) -> int:
        """Return how likely a candidate is: its whole text is present, or only its number; 0 for neither."""
        shown = candidate.shown
        if found in shown:
            start = max(0, len(before) + len(found) - len(shown))
            around = before + found + after
            if 0 <= around.find(shown, start) <= len(before):
                return 100 + len(shown) + candidate.latest
        if candidate.year:
            return 55 + candidate.latest if candidate.year == found else 0
        near = next((50 - 10 * index for index, value in enumerate(values) if value in candidate.numbers), 0)
        if near and candidate.percent:
            return near + (5 if "%" in after[:2] else -25) + candidate.latest
        return near + candidate.latest if near else 0

    def _values(self, found: str) -> list[Decimal]:
        """Return the possible values of a typed number: read as the language writes it, then as others do."""
        number = _NUMBER.search(found)
        text = re.sub(r"[^\d.,]", "", number.group() if number else "")
        own = self.wording.number(Decimal("0.5"))[1]
        readings = []
        for decimal in (own, "." if own == "," else ","):
            plain = text.replace("," if decimal == "." else ".", "").replace(decimal, ".")
            if re.fullmatch(r"\d+(\.\d+)?", plain):
                readings.append(Decimal(plain))
        return list(dict.fromkeys(readings))

    @cached_property
    def candidates(self) -> list[_Candidate]:
        return [*self._figures(), *self._names()]

    def _figures(self) -> Iterator[_Candidate]:
        for identifier, figure in self.catalogue.figures.items():
            unit = self.catalogue.codelists.units.get(figure.unit)
            if unit is None or not figure.observations:
                continue
            for observation in figure.observations:
                latest = observation is figure.observations[-1]
                expression = f'figure("{identifier}")' + ("" if latest else f".at({_argument(observation.period)})")
                numbers = frozenset(self._stated(observation, figure))
                styles: tuple[Style, ...] = ("prose", "short")
                for style, end in zip(styles, ("", ".short"), strict=True):
                    words = self.wording.quantity(observation.value, unit, figure.scale, style=style)
                    stated = numbers | set(self._values(words)[:1] if numbers else ())
                    yield _Candidate(
                        f"{{{{ {expression}{end} }}}}",
                        identifier,
                        _normal(words),
                        stated,
                        latest,
                        unit.kind == "percent",
                    )
                period = self.wording.period(observation.period)
                year = observation.period.text if _YEAR.fullmatch(observation.period.text) else ""
                yield _Candidate(
                    f"{{{{ {expression}.period }}}}", identifier, _normal(period), frozenset(), latest, year=year
                )

    @staticmethod
    def _stated(observation: Observation, figure: Figure) -> Iterator[Decimal]:
        if isinstance(observation.value, Decimal):
            yield observation.value
            yield figure.in_units(observation.value)

    def _names(self) -> Iterator[_Candidate]:
        """Return names that contain a number, and the dates of councils and launches."""
        for identifier, programme in self.catalogue.programmes.items():
            name = programme.name[self.language]
            if re.search(r"\d", name):
                yield self._text(f'programme("{identifier}").title', identifier, name)
            if programme.launch:
                period = self.wording.period(programme.launch.period)
                yield self._text(f'programme("{identifier}").launch.period', identifier, period)
        for identifier, council in self.catalogue.councils.items():
            period = self.wording.period(council.period)
            yield self._text(f'council("{identifier}").period', identifier, period)

    @staticmethod
    def _text(expression: str, identifier: str, shown: str) -> _Candidate:
        return _Candidate(f"{{{{ {expression} }}}}", identifier, _normal(shown), frozenset(), latest=False)


def _argument(period: Period) -> str:
    return period.text if period.text.isdigit() else f'"{period.text}"'
