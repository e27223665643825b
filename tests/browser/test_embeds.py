"""A figure in another site's frame: one small document, open to everyone, in light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.browser import shapes

from .test_access import _axe

if TYPE_CHECKING:
    from .conftest import BuiltSite

# Shows one small document after the other, each with its own style, and names those that are too wide.
WIDTHS = """documents => documents.filter(([address, text]) => {
  const found = new DOMParser().parseFromString(text, "text/html")
  document.documentElement.replaceWith(document.adoptNode(found.documentElement))
  const root = document.documentElement
  return !root.clientWidth || !getComputedStyle(document.querySelector(".value")).fontSize
    || root.scrollWidth > root.clientWidth
}).map(([address]) => address)"""


def _embeds(site: BuiltSite) -> dict[str, str]:
    """The small documents for frames by their address."""
    files = sorted(site.folder.rglob("embed/*/index.html"))
    names = [file.parent.relative_to(site.folder).as_posix() + "/" for file in files]
    return {name: site.text(name) for name in names}


def test_an_embedded_figure_has_no_fault_and_asks_for_nothing(site: BuiltSite, look: Any, record_property: Any) -> None:
    """Nothing that axe finds in light and dark, and no request but its own."""
    texts = _embeds(site)
    page = look(None, width=320, bypass_csp=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    homes = {name: name.partition("embed/")[0] for name in texts}
    chosen = list(texts) if site.everything else shapes.sample(texts, homes, ())
    record_property("left out", f"{len(texts) - len(chosen)} of {len(texts)} documents for frames")
    for address in chosen:
        asked.clear()
        page.goto(site.url + address, wait_until="networkidle")
        assert [url for url in asked if not url.endswith("/favicon.ico")] == [site.url + address]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert _axe(page) == [], f"{address} {scheme}"


def test_every_embedded_figure_fits_the_size_that_is_proposed(site: BuiltSite, look: Any) -> None:
    """Nothing of any figure is cut off, however long its name and its value are."""
    page = look(f"embed/{next((site.folder / 'embed').iterdir()).name}/", width=320, bypass_csp=True)
    assert page.evaluate(WIDTHS, list(_embeds(site).items())) == []


def test_the_policy_of_an_embedded_figure_lets_its_own_style_in(site: BuiltSite, look: Any) -> None:
    """The hash in its Content-Security-Policy is that of its style: the value is shown large."""
    page = look(f"embed/{next((site.folder / 'embed').iterdir()).name}/")
    assert page.evaluate("getComputedStyle(document.querySelector('.value')).fontWeight") == "700"
