"""Render a chart as HTML for a page, and as an SVG file with its own colours."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import jinja2
from markupsafe import Markup

from factbook.charts.marks import LINE, NARROW, SIZE, WIDE
from factbook.charts.scales import text_width, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from factbook.charts.model import Chart, Plot

TEMPLATES = Path(__file__).parent / "templates"
# The same in every file: the Content-Security-Policy of the server allows this one style by its hash.
_STYLE = Markup(" ".join((TEMPLATES / "file.css").read_text(encoding="utf-8").split()))  # noqa: S704 - the package's own
STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
MARGIN, TITLE, SUBTITLE, SMALL = 24, 21, 14, 12


class _Line(NamedTuple):
    """A line of text of a file, or a square of its legend."""

    css: str
    x: float
    y: float
    text: str = ""


class _Placed(NamedTuple):
    """A plot at its position in a file."""

    plot: Plot
    x: float
    y: float
    width: float
    height: float


@cache
def _template(name: str) -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def _rendered(name: str, **values: object) -> str:
    """Render a template without its line ends."""
    text = _template(name).render(values)
    return text.replace("\n", "")


def figure(chart: Chart, key: str, files: str, gettext: Callable[[str], str]) -> str:
    """Render the chart as one line of HTML.

    `key` is the prefix of its element ids and unique on the page; `files` is the address of its files without their
    extension, relative to the page.
    """
    return _rendered("figure.html", chart=chart, key=key, files=files, gettext=gettext)


def standalone(chart: Chart, site: str, address: str) -> str:
    """Render the chart as an SVG file with its own colours; `site` and `address` are its credit line."""
    plots = list(_placed(chart))
    width = round(max(placed.x + placed.width for placed in plots) + MARGIN)
    lines: list[_Line] = []
    y = float(MARGIN)
    for css, text, size in (("title", chart.title, TITLE), ("subtitle", chart.subtitle, SUBTITLE)):
        for part in wrapped(text, width - 2 * MARGIN, size * 1.05) if text else ():
            y += size * 1.35 if lines and css == lines[-1].css else size + 8
            lines.append(_Line(css, MARGIN, round(y), part))
    y += 20
    squares: list[_Line] = []
    x = float(MARGIN)
    for entry in chart.keys:
        x = float(MARGIN) if x + 20 + text_width(entry.text, SIZE) > width - MARGIN else x
        y += LINE + 3 if x == MARGIN else 0
        squares.append(_Line(entry.css, round(x), round(y - 11)))
        lines.append(_Line("label", round(x + 20), round(y), entry.text))
        x += 44 + text_width(entry.text, SIZE)
    y += 20 if chart.keys else 0
    plots = [placed._replace(y=placed.y + y) for placed in plots]
    y = max(placed.y + placed.height for placed in plots) + 8
    for text in (*chart.notes, chart.sources, f"{site} – {address}"):
        for part in wrapped(text, width - 2 * MARGIN, SMALL * 1.05) if text else ():
            y += LINE
            lines.append(_Line("small", MARGIN, round(y), part))
    return _rendered(
        "file.svg", chart=chart, plots=plots, lines=lines, keys=squares, width=width, height=round(y + MARGIN),
        style=_STYLE,
    )  # fmt: skip


def _placed(chart: Chart) -> Iterator[_Placed]:
    """Yield the wide picture; of a map both, in a row."""
    if not chart.is_map:
        wide = chart.plots[0]
        yield _Placed(wide, MARGIN, 0, wide.width, wide.height)
        return
    x = float(MARGIN)
    for plot, width in zip(chart.plots, (WIDE, NARROW), strict=True):
        yield _Placed(plot, x, 0, width, round(plot.height * width / plot.width))
        x += width + MARGIN
