"""Zero drift: when values change, no page of either language still shows an old one."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from factbook.build.pipeline import Prepared, run_pipeline
from factbook.build.render_pages import render_languages
from factbook.build.trace import NULL_MEMO
from factbook.i18n.formatter import Formatter
from factbook.i18n.messages import translations
from factbook.model import Catalogue, Figure, Observation
from factbook.pages import Page
from factbook.problems import Problem
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def result() -> Prepared:
    return run_pipeline(ROOT)


def other(value: Decimal | date, kind: str) -> Decimal | date:
    """Another value that its unit allows, written with as many digits."""
    if isinstance(value, date):
        return value + timedelta(days=400)
    step = Decimal(1).scaleb(int(value.as_tuple().exponent))
    changed = value + 7 * step
    return changed if kind != "percent" or changed <= 100 else value - 7 * step


def with_other_values(catalogue: Catalogue) -> Catalogue:
    """Return the same catalogue with every value, every disagreement and every former value changed."""

    def of_observation(figure: Figure, observation: Observation) -> Observation:
        kind = catalogue.unit(figure).kind
        others = [d.model_copy(update={"value": other(d.value, kind)}) for d in observation.disagreements]
        change = observation.change and observation.change.model_copy(
            update={"was": other(observation.change.was, kind)}
        )
        update = {"value": other(observation.value, kind), "disagreements": others, "change": change}
        return observation.model_copy(update=update)

    figures = {
        name: figure.model_copy(update={"observations": [of_observation(figure, o) for o in figure.observations]})
        for name, figure in catalogue.figures.items()
    }
    return dataclasses.replace(catalogue, figures=figures)


def texts_of(catalogue: Catalogue, wording: Formatter, digits: int) -> Iterator[tuple[str, set[str]]]:
    """Each observation with the words that a page can show it in, where so many digits or more mark it out."""
    for name, figure in catalogue.figures.items():
        unit = catalogue.unit(figure)
        for observation in figure.observations:
            words = {
                wording.quantity(observation.value, unit, figure.scale, "exact", "prose"),
                wording.quantity(observation.value, unit, figure.scale, "exact", "short"),
                wording.exact(observation.value, unit, figure.scale),
            }
            marked = {text for text in words if len(re.findall(r"\d", text)) >= digits}
            if marked:
                yield f"{name} {observation.period}", marked


def texts(pages: list[Page]) -> str:
    """All that the pages of a language say, heads included, without their links' targets.

    Left out is also what repeats no value: the titles of publications, which are as their publishers wrote them,
    and the round numbers on the axes of charts.
    """
    whole = "\n".join("\n".join((page.title, page.description, page.text)) for page in pages)
    whole = re.sub(r"<cite\b[^>]*>.*?</cite>|<text class=\"axis\"[^>]*>.*?</text>", "", whole)
    return re.sub(r"\]\([^)\s]*\)", "]", html.unescape(whole))


# Values that are another fact's too, which has its own record: the changed figure leaves that one as it is.
SHARED = {
    "cnes-founded 1961-12-19",  # its period is that day too
    "esa-convention-in-force 1980-10-30",  # likewise, and the day of France's own ratification
    "esa-convention-signed 1975-05-30",  # the day the founding states signed
    "esa-share-members-gb 2023",  # the rise of France's subscription in 2025, in the Senate's figures, is 12.4% too
}


def rendered(result: Prepared, catalogue: Catalogue, language: str, problems: list[Problem]) -> list[Page]:
    """Return the pages of one language for other facts."""
    wanted = {code: None if code == language else () for code in result.site.codes}
    return render_languages(result.site, catalogue, result.outline, problems, NULL_MEMO, wanted)[language]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_page_keeps_an_old_value(result: Prepared, language: str) -> None:
    """Every value changed at once: none of the old ones is on any page, in any of its forms."""
    changed = with_other_values(result.catalogue)
    problems: list[Problem] = []
    pages = rendered(result, changed, language, problems)
    assert problems == []
    wording = Formatter(language, translations(result.site.locale_folder, language).gettext)
    shown = texts(pages)
    new = {text for _, words in texts_of(changed, wording, 3) for text in words}
    left = {
        f"{name}: {text}"
        for name, words in texts_of(result.catalogue, wording, 3)
        if name not in SHARED
        for text in words - new
        if re.search(rf"(?<![\d.,\u202f]){re.escape(text)}(?![\d\u202f])", shown)
    }
    assert left == set()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_new_value_is_shown(result: Prepared, language: str) -> None:
    """Every changed value is on a page, in one of its forms."""
    changed = with_other_values(result.catalogue)
    wording = Formatter(language, translations(result.site.locale_folder, language).gettext)
    shown = texts(rendered(result, changed, language, []))
    assert {name for name, words in texts_of(changed, wording, 1) if not any(text in shown for text in words)} == set()
