"""Charts and maps of the facts as SVG in the language of a page, coloured by its style sheet."""

from factbook.charts.councils import shares
from factbook.charts.history import can_be_drawn, history
from factbook.charts.members import members
from factbook.charts.missions import missions
from factbook.charts.model import Chart, ChartError, ChartText
from factbook.charts.partners_map import partners_map
from factbook.charts.svg import STYLE_HASH, figure, standalone

__all__ = [
    "STYLE_HASH",
    "Chart",
    "ChartError",
    "ChartText",
    "can_be_drawn",
    "figure",
    "history",
    "members",
    "missions",
    "partners_map",
    "shares",
    "standalone",
]
