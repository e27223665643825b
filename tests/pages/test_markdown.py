"""What is read in a page's Markdown, and what is written around the figures in it."""

from __future__ import annotations

import pytest

from factbook.pages.cards import FIGURE_BUTTON, FigureCard, card_frames, figure_button
from factbook.pages.markdown import no_break_around_figures
from factbook.pages.markdown_reader import (
    PageLink,
    link_targets,
    permanent_anchors,
    plain_text,
    read_anchors,
    read_sections,
    read_structure,
    resolve_links,
    without_code_spans,
)

FIGURE = str(figure_button("card-1", '<data value="5">5&#160;%</data>'))
PAGES = {"europe": "esa.md", "figures/share": "figures/share.md"}


def test_a_button_is_found_as_it_is_written() -> None:
    """The module that writes a figure's button finds it, with the popover that it opens."""
    found = FIGURE_BUTTON.findall(f"from {FIGURE} to {figure_button('card-2', 'six')}")
    assert found == [("card-1", '<data value="5">5&#160;%</data>'), ("card-2", "six")]


@pytest.mark.parametrize(
    ("before", "after", "start", "end"),
    [
        ("of ", " in all", "of ", " in all"),
        ("(", ")", "", ""),
        ("l’", ".", "", ""),
        ("about ", "\u00a0; ", "about ", " "),
        ("| ", " |", "| ", " |"),
        ("**", "**", "**", "**"),
    ],
)
def test_no_line_ends_between_a_figure_and_the_signs_around_it(before: str, after: str, start: str, end: str) -> None:
    """Signs that touch a figure stay with it; marks of Markdown, and words apart from it, stay outside."""
    inside = f"{before.removeprefix(start)}{FIGURE}{after.removesuffix(end)}"
    wrapped = f'<span class="nowrap">{inside}</span>' if inside != FIGURE else inside
    assert no_break_around_figures(f"{before}{FIGURE}{after}") == f"{start}{wrapped}{end}"


def test_the_popovers_of_a_page_lead_to_the_cards() -> None:
    """One popover for each card, with an address relative to the page; nothing for a page without figures."""
    text = card_frames([FigureCard("card-1", "share", "2022", "Share (2022)")], "figures/share/")
    assert '<div popover id="card-1"' in text
    assert 'src="../../cards/share/#2022" title="Share (2022)"' in text
    assert card_frames([], "europe/") == ""


def test_links_to_pages_become_links_to_files() -> None:
    """Links by name are resolved and noted, wherever they lead; those in code, and to other sites, are not."""
    text = "[a](../europe.md#x) [b](#y) [c](none.md)\n```\n[d](../europe.md)\n```\n[e](https://example.org/a.md)"
    missing = []

    def resolve(name: str, typed: str) -> str | None:
        if name not in PAGES:
            missing.append((name, typed))
        return PAGES.get(name)

    changed, links = resolve_links(text, "figures", resolve)
    assert changed == text.replace("../europe.md#x", "esa.md#x")
    assert links == [PageLink("europe", "x"), PageLink("", "y"), PageLink("figures/none", "")]
    assert missing == [("figures/none", "none.md")]


def test_anchors_are_those_that_markdown_writes() -> None:
    """Given identifiers, slugs, the numbers of repeated ones, identifiers in HTML; nothing in code."""
    text = '# Title\n## Été *2022* {: #given }\n## Part\n## Part\n<p id="own"></p>\n~~~\n## Code\n~~~'
    assert read_anchors(text) == {"title", "given", "part", "part_1", "own"}
    chart = '\n<figure class="chart" id="chart1"><svg id="s1"></svg></figure>'
    assert permanent_anchors(text + chart) == read_anchors(text) | {"chart1"}
    assert permanent_anchors(text, title=False) == read_anchors(text) - {"title"}


def test_sections_end_at_the_next_heading() -> None:
    """The part above the first heading has no title; a heading in code begins no section."""
    parts = read_sections("lead\n## One\na\n```\n# no\n```\n## Two\nb")
    assert [(part.title, part.anchor, part.text) for part in parts] == [
        ("", "", "lead"),
        ("One", "one", "a\n```\n# no\n```"),
        ("Two", "two", "b"),
    ]


def test_structure_counts_what_a_page_is_made_of() -> None:
    """Headings with level and identifier, items of lists, rows and columns of tables, links by name, images."""
    text = (
        "# T {#t}\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | [p](esa.md) |\n\n"
        '![i](i.png) `[c](c.md)` [w](https://example.org) <a href="#t">t</a>\n'
    )
    found = read_structure(text, "index.md", {"esa.md": "europe"})
    assert [(heading.level, heading.identifier) for heading in found.headings] == [(1, "t")]
    assert [count for count, _ in found.lists] == [2]
    assert [(rows, columns) for rows, columns, _ in found.tables] == [(1, 2)]
    assert found.links == {"europe": 1, "https:": 1, "#": 1}
    assert found.images == 1


def test_plain_text_is_what_a_reader_sees() -> None:
    """No marks, tags, drawings, lists of pages or code fences; character references as characters."""
    text = f'A **b** [c](d.md) {FIGURE}\n<svg><text>no</text></svg>\n| x |\n|---|\n- e\n<ul class="pages"><li>f</ul>'
    assert plain_text(text) == "A b c 5\u00a0% x e"
    assert without_code_spans("a `b` c") == "a     c"
    assert list(link_targets("[a](b) <a class=\"x\" href='c'>")) == [(2, 4, "b"), (7, 26, "c")]
