"""The sandbox of page templates: no way to files, imports or attributes of Python, and an end to everything.

Pages come in by pull request. Jinja's sandbox keeps a template from the machine; here its loops and texts are counted
as well, so that none can take an hour or a gigabyte. What is counted is steps and characters, never time: a template
that is refused on one machine is refused on every other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from jinja2 import nodes
from jinja2.runtime import markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from factbook.pages.figures import FigureView, ObservationView
from factbook.pages.views import View

T = TypeVar("T")
STEPS = 1_000_000  # of all loops of one page; the largest page of this site takes some thousands
CHARACTERS = 4_000_000  # of one page, and of one text on the way to it
WIDTH = 10_000  # of what is filled up or moved in
_COUNTED, _JOINED = "counted_", "joined_"
_WIDTHS = ("center", "indent", "wordwrap", "batch", "slice", "round", "truncate")


class BoundsError(Exception):
    """A template goes on for longer, or makes a longer text, than any page can need."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with bounds; it is asked a hundred thousand times what a view may show."""

    intercepted_binops = frozenset(["*", "**", "%"])

    def __init__(self, **options: Any):
        shown = options.pop("finalize")
        super().__init__(finalize=lambda value: self._measured(shown(value)), **options)
        self.begin()
        self.globals |= {_COUNTED: self._counted, _JOINED: self._joined}
        del self.globals["lipsum"], self.filters["format"]
        for name in _WIDTHS:
            self.filters[name] = _bounded(self.filters[name])

    def begin(self) -> None:
        """Count anew: another page begins."""
        self.left, self.room = STEPS, 4 * CHARACTERS

    def within_bounds(self, text: str) -> str:
        """A text that is no longer than a page can be. Raises BoundsError."""
        if len(text) > CHARACTERS:
            raise BoundsError(f"{len(text)} > {CHARACTERS}")
        return text

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may see it: of a view all but what has an underscore, as it holds nothing else."""
        if isinstance(obj, View | FigureView | ObservationView):
            return not attr.startswith("_")
        if isinstance(obj, str) and attr in ("format", "format_map", "ljust", "rjust", "center", "zfill", "expandtabs"):
            return False  # they make a text of any length, or reach into what they are given
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """A product, power or format that is not too large. Raises BoundsError."""
        sized = [len(side) for side in (left, right) if isinstance(side, str | list | tuple)]
        times = [abs(side) for side in (left, right) if isinstance(side, int)]
        if operator == "*" and sized and times and sized[0] * times[0] > CHARACTERS:
            raise BoundsError(f"{sized[0]} * {times[0]}")
        if operator == "**" and (not isinstance(right, int) or abs(right) > 64 or abs(left) > 10**6):
            raise BoundsError(f"{left} ** {right}")
        if operator == "%" and isinstance(left, str):
            raise BoundsError("%")
        return super().call_binop(context, operator, left, right)

    def _counted(self, items: Iterable[T]) -> Iterator[T]:
        for item in items:
            self.left -= 1
            if self.left < 0:
                raise BoundsError(f"{STEPS}")
            yield item

    def _joined(self, *parts: Any) -> Any:
        """What `~` makes, measured before it is made."""
        if (length := sum(len(part) for part in parts if isinstance(part, str))) > CHARACTERS:
            raise BoundsError(f"{length} > {CHARACTERS}")
        return markup_join(parts) if self.autoescape else str_join(parts)

    def _measured(self, value: Any) -> Any:
        """What an expression shows, its length counted."""
        if isinstance(value, str):
            self.room -= len(value)
            if self.room < 0:
                raise BoundsError(f"{4 * CHARACTERS}")
        return value

    def wrap_str_format(self, value: Any) -> None:
        """No text is formatted by a template: Jinja would let it through, to any width."""

    def _generate(self, source: nodes.Template, *arguments: Any, **options: Any) -> str:
        """The code of a template, each of its loops counted and each of its texts measured."""
        return super()._generate(_Bounding().visit(source), *arguments, **options)


class _Bounding(NodeTransformer):
    """Puts a call around what a template goes through, and in the place of what it joins."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - Jinja's own name for it
        """A loop."""
        self.generic_visit(node)
        node.iter = nodes.Call(nodes.Name(_COUNTED, "load"), [node.iter], [], None, None, lineno=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Call:  # noqa: N802 - Jinja's own name for it
        """Texts joined by `~`."""
        self.generic_visit(node)
        return nodes.Call(nodes.Name(_JOINED, "load"), list(node.nodes), [], None, None, lineno=node.lineno)


def _bounded(function: Any) -> Any:
    """A filter that takes no number above WIDTH. Raises BoundsError."""

    def run(*arguments: Any, **options: Any) -> Any:
        for argument in (*arguments, *options.values()):
            if isinstance(argument, int) and abs(argument) > WIDTH:
                raise BoundsError(f"{argument} > {WIDTH}")
        return function(*arguments, **options)

    run.__dict__.update(vars(function))  # how Jinja is to call it
    return run
