"""A figure in another site's frame: one small document, open to everyone, in light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .test_access import TOO_WIDE, _axe

if TYPE_CHECKING:
    from .conftest import BuiltSite


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_embedded_figure_has_no_fault_and_asks_for_nothing(site: BuiltSite, look: Any, scheme: str) -> None:
    """Nothing that axe finds, nothing cut off at the size that is proposed, and no request but its own."""
    for home in site.homes:
        for folder in sorted((site.folder / home / "embed").iterdir())[::12]:
            address = f"{home}embed/{folder.name}/"
            page = look(None, width=320, color_scheme=scheme, bypass_csp=True)
            asked: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.goto(site.url + address, wait_until="networkidle")
            assert [url for url in asked if not url.endswith("/favicon.ico")] == [site.url + address]
            assert _axe(page) == [], address
            assert page.evaluate(TOO_WIDE) <= 0, address


def test_the_policy_of_an_embedded_figure_lets_its_own_style_in(site: BuiltSite, look: Any) -> None:
    """The hash in its Content-Security-Policy is that of its style: the value is shown large."""
    page = look(f"embed/{next((site.folder / 'embed').iterdir()).name}/")
    assert page.evaluate("getComputedStyle(document.querySelector('.value')).fontWeight") == "700"
