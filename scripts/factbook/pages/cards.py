"""The card of a figure: a small page of its own that every use of the figure opens in a popover.

The card's text is not in each page: a page has one line for each card, and the browser fetches the card when
it is opened (a lazy frame in an HTML popover), which needs no JavaScript and keeps pages light.
"""

from __future__ import annotations

from markupsafe import Markup

from factbook.pages.views import RenderContext

FOLDER = "cards"


def card_address(figure: str) -> str:
    """The address of a figure's card below its language's root."""
    return f"{FOLDER}/{figure}/"


def card_frames(scope: RenderContext, address: str) -> Markup:
    """The popovers of a page, one for each observation that it shows; `address` is the page's, from the root."""
    back = "../" * address.count("/")
    lines = [
        f'<div popover id="{card}" class="figure-card"><iframe loading="lazy" '
        f'src="{back}{card_address(figure)}#{anchor}" title="{title}"></iframe></div>'
        for (figure, anchor), (card, title) in scope.cards.items()
    ]
    return Markup("\n".join(["", '<div class="figure-cards">', *lines, "</div>", ""])) if lines else Markup("")  # noqa: S704
