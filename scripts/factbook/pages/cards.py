"""The card of a figure: a small page of its own that every use of the figure opens in a popover.

The card's text is not in each page: a page has a button at each use, one line at its end for each card, and the
browser fetches the card when it is opened (a lazy frame in an HTML popover). This needs no JavaScript and keeps
pages light.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from markupsafe import Markup

FOLDER = "cards"
# A button as `figure_button` writes it, and as the tables of charts have it (charts/templates/figure.html).
FIGURE_BUTTON = re.compile(
    r'<button type="button" class="figure" popovertarget="(?P<card>[^"]*)">(?P<content>.*?)</button>'
)


@dataclass(frozen=True)
class FigureCard:
    """The popover of an observation on one page.

    `id` is its HTML identifier on the page, `anchor` that of the observation on the card, `title` the accessible
    name of its frame, escaped for an attribute.
    """

    id: str
    figure: str
    anchor: str
    title: str


def card_address(figure: str) -> str:
    """Return the address of a figure's card below its language's root."""
    return f"{FOLDER}/{figure}/"


def card_output_path(figure: str) -> str:
    """Return the HTML file of a figure's card, relative to its language's root."""
    return f"{card_address(figure)}index.html"


def figure_button(card: str, content: str) -> Markup:
    """Return the button that opens a card; `card` is the identifier of the popover, `content` its HTML."""
    return Markup(f'<button type="button" class="figure" popovertarget="{card}">{content}</button>')  # noqa: S704


def card_frames(cards: Collection[FigureCard], address: str) -> str:
    """Return the popovers of a page, one a line; `address` is the page's below its language's root."""
    if not cards:
        return ""
    back = "../" * address.count("/")
    lines = [
        f'<div popover id="{card.id}" class="figure-card"><iframe loading="lazy" '
        f'src="{back}{card_address(card.figure)}#{card.anchor}" title="{card.title}"></iframe></div>'
        for card in cards
    ]
    return "\n".join(["", '<div class="figure-cards">', *lines, "</div>", ""])
