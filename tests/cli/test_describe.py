"""`show` and `usages` describe each record of this site as readers see it, with its places."""

from __future__ import annotations

from typing import get_args

import pytest

from factbook.build.pipeline import Prepared, run_pipeline
from factbook.cli import describe
from factbook.model import Kind
from factbook.pages.figure_views import FigureView
from factbook.pages.markdown import escape_text
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def result() -> Prepared:
    return run_pipeline(ROOT)


def test_every_record_can_be_described(result: Prepared) -> None:
    """Every record can be shown in each language, with its place and the pages that name it."""
    for kind in get_args(Kind):
        for identifier in result.catalogue.records(kind):
            shown = "\n".join(describe.show(result, kind, identifier, str))
            placed = "\n".join(describe.usages(result, kind, identifier, str))
            for language in result.site.languages:
                assert f"{language.name} ({language.code})" in shown
            located, path = result.catalogue.located[kind, identifier]
            start = f"{located.key(path).file}:{located.key(path).line}: {kind.removesuffix('s')} {identifier}\n"
            assert shown.startswith(start)
            assert placed.startswith(start)


def test_a_figure_is_shown_as_its_page_shows_it(result: Prepared) -> None:
    """Each value that `show` prints, in prose and short, is on the page of its figure."""
    for language in result.site.languages:
        pages = {page.spec.record: page.text for page in result.pages[language.code]}
        for identifier, figure in result.catalogue.figures.items():
            scope = describe._scope(result, language)
            lines = "\n".join(describe._figure(scope, identifier, str))
            for observation in FigureView(scope, identifier).all:
                assert observation.text in lines
                assert observation.exact in lines
                assert f"{observation.period_short} | {observation.short_text}" in lines
                assert str(escape_text(observation.short_text)) in pages["figures", identifier]
            assert scope.text(figure.label) in lines


def test_usages_list_the_pages_of_a_figure_with_their_periods(result: Prepared) -> None:
    """The pages that change with a value are listed."""
    for language in result.site.languages:
        for page in result.pages[language.code]:
            address = result.site.url + page.spec.site_address
            for figure, period in page.figures_used:
                lines = describe._pages(result, language, "figures", figure)
                line = next(line for line in lines if line.startswith(f"{address} "))
                assert period in line.split()


def test_usages_list_the_records_that_refer_to_a_record(result: Prepared) -> None:
    """The records that cite a source are listed."""
    lines = list(describe.usages(result, "sources", "cnes-seed-fr", str))
    for identifier, figure in result.catalogue.figures.items():
        cites = any("cnes-seed-fr" in o.sources for o in figure.observations) and not figure.computed
        assert any(line.endswith(f": figure {identifier}") for line in lines) >= cites
    lines = list(describe.usages(result, "figures", "esa-contribution", str))
    assert any(line.endswith(": figure esa-share-total-computed") for line in lines)
