"""Every page is open to everyone: axe, reflow, keyboard, without scripts."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import shapes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .conftest import BuiltSite

SHARES = 6  # all pages are looked at in this many tests, for parallel runs
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# Once a frame is drawn: a page's own observers have seen its width by then.
RUN = """async only => {
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)))
  const options = only.length ? { runOnly: { type: "rule", values: only } } : {}
  const { violations } = await axe.run(document, { resultTypes: ["violations"], ...options })
  return violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(" ")).slice(0, 3).join(" | ")}`)
}"""
# What width and colours can change; the other rules ask for the document, which stays the same.
SHOWN = [
    "color-contrast",
    "link-in-text-block",
    "meta-viewport",
    "scrollable-region-focusable",
    "target-size",
]
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The widths of a phone, a tablet, a notebook and a large screen, in both schemes: first what every sampled page needs.
VIEWS: list[tuple[int, str, Sequence[str]]] = [(1280, "light", ()), (320, "dark", SHOWN)]
OTHER_VIEWS: list[tuple[int, str, Sequence[str]]] = [(320, "light", ()), (1280, "dark", SHOWN)]
# Every look has both schemes on a narrow and on a wide screen; the widths between and beyond are dealt out among them.
DEALT_VIEWS: list[tuple[int, str, Sequence[str]]] = [
    (768, "light", SHOWN),
    (1920, "dark", SHOWN),
    (768, "dark", SHOWN),
    (1920, "light", SHOWN),
]
SPACING = (
    "style => { (window.spaced = new CSSStyleSheet()).replaceSync(style); document.adoptedStyleSheets = [spaced] }"
)
TEXT = "text => new DOMParser().parseFromString(text, 'text/html').querySelector('main').textContent"
# Shows a document in place of the page, whose styles are not read again.
SHOW = """([address, text]) => {
  const found = new DOMParser().parseFromString(text, "text/html")
  history.replaceState(null, "", address)
  document.documentElement.lang = found.documentElement.lang
  document.body.replaceWith(document.adoptNode(found.body))
}"""
FIT = """documents => documents.flatMap(document_ => {
  show(document_)
  const [address] = document_, root = document.documentElement, faults = []
  for (const spaced of [false, true]) {
    spaced.disabled = !spaced
    const wide = root.scrollWidth - root.clientWidth
    if (wide > 0) faults.push(`${address} is ${wide} pixels too wide${spaced ? " once its text is spaced out" : ""}`)
  }
  spaced.disabled = true
  for (const element of document.body.querySelectorAll("*")) {
    if (element.scrollWidth <= element.clientWidth && element.scrollHeight <= element.clientHeight) continue
    const { overflowX, overflowY } = getComputedStyle(element)
    const scrolls = (element.scrollWidth > element.clientWidth && /auto|scroll/.test(overflowX))
      || (element.scrollHeight > element.clientHeight && /auto|scroll/.test(overflowY))
    if (scrolls && element.tabIndex < 0 && !element.querySelector("a[href], button, input, summary, [tabindex='0']"))
      faults.push(`${address}: the keyboard cannot scroll ${element.outerHTML.slice(0, 60)}`)
  }
  return faults
})"""
# The rows of four columns and more that are taller than eleven lines.
TALL = """documents => documents.flatMap(document_ => {
  show(document_)
  const rows = [...document.querySelectorAll(".table tr:has(> :nth-child(4))")].filter(row => row.checkVisibility())
  const lines = Math.max(0, ...rows.map(row => row.clientHeight / 21.75))
  return lines < 11 ? [] : [`${document_[0]}: ${lines} lines`]
})"""
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""  # WCAG 1.4.12
MOVES = """() => [document.documentElement, ...document.querySelectorAll("*")].filter(element => {
  const s = getComputedStyle(element)
  return s.scrollBehavior === "smooth" || parseFloat(s.transitionDuration) || s.animationName !== "none"
}).length"""
FOCUS = """() => {
  const element = document.activeElement
  if (element === document.body) return null
  const box = element.getBoundingClientRect()
  const style = getComputedStyle(element), after = getComputedStyle(element, "::after")
  const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1)
  const y = Math.min(Math.max(box.y + Math.min(box.height, innerHeight) / 2, 0), innerHeight - 1)
  const top = document.elementFromPoint(x, y)
  return {
    name: (element.getAttribute("aria-label") || element.textContent).trim().slice(0, 40) || element.tagName,
    seen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth,
    covered: !(top && (element.contains(top) || top.contains(element))),
    ringed: [style, after].some(s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2),
    first: element === (window.firstFocus ??= element) && window.focusCount++ > 0,
  }
}"""
# With forced colours, what is drawn must differ from the ground, and what can be pressed have an edge or a line.
LOST = """() => {
  const ground = getComputedStyle(document.body).backgroundColor
  const differs = colour => colour !== "none" && colour !== ground && colour !== "rgba(0, 0, 0, 0)"
  const ink = getComputedStyle(document.body).color
  const marks = [...document.querySelectorAll(".plot :is(.bar, .line, .point, .partner, .marker)")]
  const lost = marks.filter(mark => { const s = getComputedStyle(mark); return ![s.fill, s.stroke].some(differs) })
  lost.push(...[...document.querySelectorAll(".plot text")].filter(text => getComputedStyle(text).fill !== ink))
  const controls = [...document.querySelectorAll("button, input, .card, .search, .languages a")]
  for (const control of controls.filter(c => c.checkVisibility())) {
    const s = getComputedStyle(control)
    const edge = s.borderStyle.split(" ").some(style => style !== "none") && differs(s.borderBottomColor)
    const line = s.textDecorationLine !== "none" || control.querySelector("svg")
    const inside = control.closest(".search, .card") && control.matches("input, button")
    const figure = control.querySelector("data")
    if (!edge && !line && !inside && !(figure && parseFloat(getComputedStyle(figure).borderBottomWidth)
      + (getComputedStyle(figure).textDecorationLine !== "none"))) lost.push(control)
  }
  return lost.map(element => element.outerHTML.slice(0, 120))
}"""
# The signs that touch a figure, and whether they stand on its line.
APART = """() => [...document.querySelectorAll(".text button.figure")].flatMap(button => {
  const before = button.previousSibling, after = button.nextSibling, found = []
  const line = (node, from) => {
    const range = document.createRange()
    range.setStart(node, from); range.setEnd(node, from + 1)
    const sign = range.getBoundingClientRect(), box = button.getBoundingClientRect()
    if (sign.bottom <= box.top + 4 || sign.top >= box.bottom - 4) found.push(node.data + button.textContent)
  }
  if (before?.data && /[^\\s]$/.test(before.data)) line(before, before.length - 1)
  const sign = after?.data?.search(/[^\u00a0\u202f]/)
  if (after?.data && /[^\\s\\w]/.test(after.data[sign])) line(after, sign)
  return found
})"""


def _axe(page: Any, only: Sequence[str] = ()) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return list(page.evaluate(RUN, list(only)))


@pytest.mark.parametrize("share", range(SHARES))
def test_no_page_has_a_fault_that_axe_finds(site: BuiltSite, look: Any, leave_out: Any, share: int) -> None:
    """Zero violations of WCAG 2.2 AA and best practice, whatever the width and the colours; nothing is cut off."""
    leave_out(site.sample)
    page = look(None, bypass_csp=True)
    page.add_init_script(AXE)
    faults = []
    for address in site.sample[share::SHARES]:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(site.url + address)
        for width, scheme, rules in [*VIEWS, *_other_views(site, address)]:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            faults += [f"{address} {width} {scheme}: {fault}" for fault in _axe(page, rules)]
            if (wide := page.evaluate(TOO_WIDE)) > 0:
                faults.append(f"{address} is {wide} pixels too wide at {width}")
    assert not faults, "\n".join(faults)


def _other_views(site: BuiltSite, address: str) -> list[tuple[int, str, Sequence[str]]]:
    """Return the views of a look besides those of every page: all of them where every page is taken."""
    if address not in site.looks:
        return []
    dealt = DEALT_VIEWS if site.everything else [DEALT_VIEWS[list(site.looks).index(address) % len(DEALT_VIEWS)]]
    return [*OTHER_VIEWS, *dealt]


def _one_after_the_other(page: Any, site: BuiltSite, addresses: Sequence[str], measure: str) -> list[str]:
    """What a script finds in documents that it shows itself, for what follows from the length of their texts."""
    page.evaluate(f"() => {{ window.show = {SHOW} }}")
    documents = [(site.url + address, site.text(address)) for address in addresses]
    faults = [
        found for start in range(0, len(documents), 20) for found in page.evaluate(measure, documents[start:][:20])
    ]
    assert page.locator("main").inner_text().split()[:9] == page.evaluate(TEXT, documents[-1][1]).split()[:9]
    return faults


def test_no_page_is_too_wide_for_a_phone(site: BuiltSite, look: Any) -> None:
    """Every page, as it is and with its text spaced out, scrolls one way only, and the keyboard reaches what scrolls.

    Only the length of texts decides, so each page takes the place of the one before it: styles are not read again.
    """
    page = look(width=320, bypass_csp=True)
    page.evaluate(SPACING, SPACED)
    faults = _one_after_the_other(page, site, site.documents, FIT)
    assert not faults, "\n".join(faults)


def test_nothing_moves_for_who_asks_for_less_motion(site: BuiltSite, look: Any) -> None:
    """No transition, animation or smooth scrolling is left, and the same pages have some otherwise."""
    page = look("")
    assert page.evaluate(MOVES) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVES) > 0


def test_open_menu_and_search_have_no_fault(site: BuiltSite, look: Any) -> None:
    """What only shows on demand is held to the same bar."""
    for home in site.homes:
        page = look(home, width=360, bypass_csp=True)
        page.locator(".menu-button").click()
        assert _axe(page) == []
        page.locator("[data-opens=search]").click()
        page.locator("#query").fill("esa")
        page.locator(".search-results a").first.wait_for()
        assert _axe(page) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_keyboard_reaches_everything_and_shows_where_it_is(site: BuiltSite, look: Any, width: int) -> None:
    """Tab leads through visible, uncovered elements only, each with a focus mark, and never gets stuck."""
    addresses = shapes.focusable({page: site.text(page) for page in site.looks})
    page = look(None, width=width)
    for address in addresses:
        page.goto(site.url + address)
        page.evaluate("window.focusCount = 0")
        for count in range(400):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            if focus is None or (count and focus["first"]):
                break
            assert focus["seen"], f"{address}: “{focus['name']}” has the focus and is not seen"
            assert not focus["covered"], f"{address}: “{focus['name']}” has the focus and is covered"
            assert focus["ringed"], f"{address}: “{focus['name']}” has no focus mark"
        else:
            pytest.fail(f"{address}: the keyboard never leaves the page")


def test_skip_link_comes_first_and_leads_to_the_content(look: Any) -> None:
    """One key and Enter pass the header."""
    page = look()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_menu_is_a_real_button_on_narrow_screens(look: Any) -> None:
    """Enter opens it, Escape closes it and gives the focus back."""
    page = look(width=360)
    button, menu = page.locator(".menu-button"), page.locator("#menu")
    assert not menu.is_visible()
    button.focus()
    page.keyboard.press("Enter")
    assert menu.is_visible()
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#menu') !== null")
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    assert page.evaluate("document.activeElement.className").split()[1] == "menu-button"


def test_choice_of_light_or_dark_is_kept(look: Any) -> None:
    """The button tells its state, and the next page is shown as chosen, before anything is painted."""
    page = look(color_scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator(".display-button").click()
    assert page.locator(".display-button").get_attribute("aria-pressed") == "true"
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    assert page.locator(".display-button").get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize("width", [320, 1280])
def test_without_scripts_menu_and_languages_are_there(site: BuiltSite, look: Any, width: int) -> None:
    """Nothing that needs a script is offered; every page of the menu and every language is one link away."""
    for home in site.homes:
        page = look(home, width=width, script=False)
        assert page.locator("#menu a").first.is_visible()
        assert page.locator(".languages a").count() == len(site.homes)
        for button in page.locator("button:not([popovertarget])").all():
            assert not button.is_visible()
        assert page.locator(".without-script").is_visible()
        assert not look(home, width=width).locator(".without-script").is_visible()


def test_printed_page_is_the_text_alone(site: BuiltSite, look: Any) -> None:
    """Menus and buttons stay off the paper; the content fills it."""
    page = look(site.looks[-1])
    page.emulate_media(media="print")
    assert not page.locator("#menu").is_visible()
    assert not page.locator(".tools").is_visible()
    assert page.locator("h1").is_visible()


def test_what_is_closed_on_the_screen_is_printed(site: BuiltSite, look: Any) -> None:
    """The keys of a record, which the guide shows when asked, are on its paper."""
    guide = next(page for page in site.pages if "keys-figure" in site.text(page))
    page = look(guide)
    keys = page.locator("details table").first
    assert not keys.is_visible()
    page.emulate_media(media="print")
    assert keys.is_visible()


def test_tables_on_a_phone_read_well(site: BuiltSite, look: Any) -> None:
    """Three columns need no scrolling; of more, which scroll, no cell of any page is taller than eleven lines."""
    page = look(None, width=360, bypass_csp=True)
    for home in site.homes:
        page.goto(site.url + home)
        assert (
            page.locator(".table:visible").evaluate_all("all => all.filter(t => t.scrollWidth > t.clientWidth)") == []
        )
    tables = [page for page in site.pages if site.text(page).count("<th") > 3 and "keys-figure" not in page]
    assert _one_after_the_other(page, site, tables, TALL) == []


@pytest.mark.parametrize("width", [320, 768, 1280, 1920])
def test_a_key_figure_stands_on_one_line(site: BuiltSite, look: Any, width: int) -> None:
    """Its number is large, what it counts stands small beside it."""
    for home in site.homes:
        values = look(home, width=width).locator(".card-value")
        assert values.count()
        for value in values.all():
            lines = value.evaluate("p => p.clientHeight / parseFloat(getComputedStyle(p).lineHeight)")
            assert lines < 1.5, f"{home}: {value.inner_text()}"


def test_forced_colours_lose_nothing(site: BuiltSite, look: Any, leave_out: Any) -> None:
    """Readers who choose their own colours see every mark of a chart, and what can be pressed."""
    leave_out(site.looks)
    page = look(forced_colors="active")
    faults = []
    for address in site.looks:
        page.goto(site.url + address)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            faults += [f"{address} {width}: {element}" for element in page.evaluate(LOST)]
    assert faults == []


def test_no_line_ends_between_a_figure_and_what_touches_it(site: BuiltSite, look: Any) -> None:
    """A bracket, an elided article or a full stop never stands alone, whatever the width of the page."""
    together = [address for address in site.pages if 'class="nowrap"' in site.text(address)]
    assert together
    page, faults = look(), set()
    for address in together:
        page.goto(site.url + address)
        for width in range(320, 720, 16):
            page.set_viewport_size({"width": width, "height": 800})
            faults |= {f"{address}: {text}" for text in page.evaluate(APART)}
    assert faults == set()
