"""The sample has whatever differs in what a browser could find, and nothing twice."""

from __future__ import annotations

import pytest

from tests.browser import shapes

PAGE = '<html lang="en"><body><main><h1>One</h1><p>A <a href="#a" id="a">link</a>.</p></main></body></html>'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>", "<p class=note>"),  # a style
        ("<p>", '<p lang="zz">'),  # a value that a rule of axe looks at
        ("<p>", "<p hidden>"),  # a state
        ("</main>", "<table><tr><td>1</table></main>"),  # a component
        ("</p>", "</p><p>More</p>"),  # a second one
        (">link<", "><"),  # a name less
        ('href="#a"', 'href="#b"'),  # a reference that leads nowhere
        ("</main>", '<nav aria-label="x"></nav><nav aria-label="x"></nav></main>'),  # names that are the same
        ("<h1>One</h1>", "<section><h1>One</h1></section>"),  # another nesting
    ],
)
def test_a_page_that_differs_is_opened(old: str, new: str) -> None:
    """Of a thousand pages the odd one is in the sample, and of those that are alike one."""
    alike = {str(number): PAGE.replace("One", f"Number {number}") for number in range(1000)}
    odd = PAGE.replace(old, new, 1)
    assert odd != PAGE
    chosen = shapes.sample({**alike, "odd": odd}, dict.fromkeys([*alike, "odd"], "en"), ())
    assert "odd" in chosen
    assert len(chosen) <= 2


def test_hand_written_pages_are_all_opened_and_the_fullest_of_a_shape() -> None:
    """What is always taken is taken, and the longest text stands for its shape."""
    pages = {name: PAGE.replace("One", text) for name, text in (("a", "x"), ("b", "x" * 50), ("c", "y"))}
    assert shapes.sample(pages, dict.fromkeys(pages, "en"), ()) == ["b"]
    assert shapes.sample(pages, dict.fromkeys(pages, "en"), ["a", "c"]) == ["a", "c"]
