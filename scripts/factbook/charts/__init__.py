"""Charts and maps of the facts, made when the site is built: SVG in a page's language, coloured by its style sheet."""

from factbook.charts.bars import bars, read_rows
from factbook.charts.chart import Chart, ChartError, Words
from factbook.charts.councils import shares
from factbook.charts.history import can_be_drawn, history
from factbook.charts.members import members
from factbook.charts.missions import missions
from factbook.charts.rendering import STYLE_HASH, figure, standalone
from factbook.charts.world import partners_map

__all__ = [
    "STYLE_HASH",
    "Chart",
    "ChartError",
    "Words",
    "bars",
    "can_be_drawn",
    "figure",
    "history",
    "members",
    "missions",
    "partners_map",
    "read_rows",
    "shares",
    "standalone",
]
