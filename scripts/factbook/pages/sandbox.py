"""The sandbox of page templates: no access to files, imports or Python's attributes, and bounds to all work.

Pages come in by pull request. Jinja's sandbox keeps a template from the machine; here its loops and texts are counted
as well, so that none can take an hour or a gigabyte. Steps and characters are counted, never time: a template that is
refused on one machine is refused on every other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import jinja2
from jinja2 import nodes
from jinja2.runtime import LoopContext, markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Namespace
from jinja2.visitor import NodeTransformer

from factbook.pages.figure_views import FigureView, ObservationView
from factbook.pages.views import View

T = TypeVar("T")
STEPS = 1_000_000  # of all loops and calls of one page; the largest page of this site takes some thousands
CALL = 4  # what a call counts as: a macro that calls itself twice takes that much longer than a loop
INCLUDE = 100  # what an included template counts as
CHARACTERS = 4_000_000  # of one page, and of each intermediate text
FEWEST = 4  # characters of an item of a list, with its separators
ROOM = 16 * CHARACTERS  # of all intermediate texts of one page: each counts again wherever it is passed on
WIDTH = 10_000  # of padding and indents
DIGITS = 4_096  # of a whole number, in bits
_WIDTHS = {"center", "indent", "wordwrap", "batch", "slice", "round", "truncate", "tojson"}
# Formats read attributes of their arguments; random output differs from build to build; markup comes from pages only.
_LEFT_OUT = ("format", "random", "urlize", "xmlattr", "pprint")
# They produce a text of any length, or read attributes of their arguments.
_METHODS = {
    "format", "format_map", "ljust", "rjust", "center", "zfill", "expandtabs", "replace", "join", "translate", "encode",
}  # fmt: skip
_WIDE = re.compile(r"%\([^)]*\)[^%a-zA-Z]*\d{4}")
_NAMELESS = re.compile(r" at 0x[0-9a-f]+>")


class BoundsError(Exception):
    """A template runs for longer, or makes a longer text, than any page can need."""


def size_of(value: object) -> int:
    """Return the least length of a value once it is written out. Raises BoundsError where it is longer than a page."""
    size, left = 0, [value]
    while left:
        each = left.pop()
        if isinstance(each, str):
            size += len(each)
        elif isinstance(each, list | tuple | set | frozenset):
            size += FEWEST * len(each)
            left.extend(each)
        elif isinstance(each, Mapping | Namespace):
            parts = each if isinstance(each, Mapping) else vars(each)["_Namespace__attrs"]
            size += FEWEST
            left += [*parts.keys(), *parts.values()]
        else:
            size += FEWEST
        if size > CHARACTERS:
            raise BoundsError(f"{size} > {CHARACTERS}")
    return size


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with bounds. It checks attributes of views a hundred thousand times a build."""

    intercepted_binops = frozenset(["+", "*", "**", "%"])

    def __init__(self, **options: Any):
        finalize = options.pop("finalize")
        super().__init__(finalize=lambda value: self._measured(finalize(_written(value))), **options)
        self.begin()
        del self.globals["lipsum"]
        for name in _LEFT_OUT:
            del self.filters[name]
        self.filters = {name: self._bounded(name, function) for name, function in self.filters.items()}
        self.filters |= {"counted_": self._counted, "joined_": self._joined, "weighed_": self._weighed}

    def begin(self) -> None:
        """Reset the counts at the beginning of a page."""
        self.left, self.room = STEPS, ROOM

    def within_bounds(self, text: str) -> str:
        """Return a text that is no longer than a page can be. Raises BoundsError."""
        if len(text) > CHARACTERS:
            raise BoundsError(f"{len(text)} > {CHARACTERS}")
        return text

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Return whether a template may read an attribute: of a view, all without an underscore."""
        if isinstance(obj, View | FigureView | ObservationView):
            return not attr.startswith("_")
        if isinstance(obj, int | float | bytes) or (isinstance(obj, str) and attr in _METHODS):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call(self, context: Any, function: Any, /, *arguments: Any, **options: Any) -> Any:
        """Call a function for a template; the call is counted and its result measured. Raises BoundsError."""
        self._step(CALL)
        if isinstance(function, LoopContext):  # the next level of a recursive loop
            arguments = tuple(map(self._counted, arguments))
        for each in (getattr(function, "__self__", None), *arguments):
            self._weighed(each)
            if isinstance(each, str) and _WIDE.search(each):
                raise BoundsError(each[:40])
        return self._measured(super().call(context, function, *arguments, **options))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Return a sum, product, power or format that is not too large. Raises BoundsError."""
        sized = [len(side) for side in (left, right) if isinstance(side, str | list | tuple)]
        whole = [side for side in (left, right) if isinstance(side, int)]
        if operator == "%" and isinstance(left, str):
            raise BoundsError("%")
        if operator == "**" and (not isinstance(right, int) or abs(right) > 64 or abs(left) > 10**6):
            raise BoundsError(f"{left} ** {right}")
        if operator == "*" and sized and whole and sized[0] * abs(whole[0]) > CHARACTERS:
            raise BoundsError(f"{sized[0]} * {whole[0]}")
        if operator == "+" and sum(sized) > CHARACTERS:
            raise BoundsError(f"{sum(sized)} > {CHARACTERS}")
        if sum(side.bit_length() for side in whole) > DIGITS:
            raise BoundsError(f"2 ** {DIGITS}")
        result = super().call_binop(context, operator, left, right)
        return self._measured(result) if isinstance(result, str) else self._weighed(result)

    def get_template(self, name: Any, *arguments: Any, **options: Any) -> jinja2.Template:
        """Return a template; each one that another includes is counted."""
        self._step(INCLUDE)
        return super().get_template(name, *arguments, **options)

    def select_template(self, names: Any, *arguments: Any, **options: Any) -> jinja2.Template:
        """Return the first template that exists; it is counted."""
        self._step(INCLUDE)
        return super().select_template(names, *arguments, **options)

    def _step(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise BoundsError(f"{STEPS}")

    def _counted(self, items: Iterable[T]) -> Iterator[T]:
        for item in items:
            self._step(1)
            yield item

    def _weighed(self, value: T) -> T:
        """Return a value that is searched as a whole: a long one counts as many steps."""
        if isinstance(value, str):
            self._step(len(value) >> 8)
        elif isinstance(value, Sequence | Mapping):
            self._step(len(value) >> 3)
        return value

    def _joined(self, *parts: object) -> str:
        """Return the parts that `~` joins, measured before they are joined."""
        size_of(parts)
        return self._measured(markup_join(parts) if self.autoescape else str_join(parts))

    def _measured(self, value: T) -> T:
        """Return the output of an expression, with its length counted."""
        if isinstance(value, str):
            self.room -= len(value)
            if self.room < 0:
                raise BoundsError(f"{ROOM}")
        return value

    def _bounded(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a filter that is counted, and refuses what would make its text too long. Raises BoundsError."""
        first = 1 if hasattr(function, "jinja_pass_arg") else 0

        def run(*arguments: Any, **options: Any) -> Any:
            own, given = arguments[:first], list(arguments[first:])
            self._step(1)
            for index, each in enumerate(given):
                if isinstance(each, Iterator):
                    given[index] = list(self._counted(each)) if name == "join" else self._counted(each)
                self._weighed(each)
            if name in _WIDTHS:
                _check_widths([*given[1:], *options.values()])
            if name in _LENGTHS:
                size = _LENGTHS[name](*given, **options)
                if size > CHARACTERS:
                    raise BoundsError(f"{size} > {CHARACTERS}")
            return self._measured(function(*own, *given, **options))

        run.__dict__.update(getattr(function, "__dict__", {}))  # how Jinja is to call it
        return run

    def wrap_str_format(self, value: Any) -> None:
        """Return None: no `str.format` is wrapped, and so none is allowed; that of Jinja accepts any width."""

    def _generate(self, source: nodes.Template, *arguments: Any, **options: Any) -> str:
        """Return the code of a template, with each of its loops counted and each of its texts measured."""
        return super()._generate(_Bounding().visit(source), *arguments, **options)


class _Bounding(NodeTransformer):
    """A code transformer that wraps iterables and compared values in counting filters, and replaces joins."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - Jinja's own name for it
        """Count the steps of a loop."""
        self.generic_visit(node)
        node.iter = _filtered(node.iter, "counted_")
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802 - Jinja's own name for it
        """Measure texts that `~` joins."""
        self.generic_visit(node)
        first, *others = node.nodes
        return _filtered(first, "joined_", others)

    def visit_Operand(self, node: nodes.Operand) -> nodes.Operand:  # noqa: N802 - Jinja's own name for it
        """Measure a value that is compared or searched."""
        self.generic_visit(node)
        if not isinstance(node.expr, nodes.Const):
            node.expr = _filtered(node.expr, "weighed_")
        return node


def _filtered(node: Any, name: str, others: Sequence[nodes.Expr] = ()) -> nodes.Filter:
    return nodes.Filter(node, name, list(others), [], None, None, lineno=node.lineno)


def _written(value: object) -> object:
    """Return the output of an expression. Raises BoundsError for endless lists and values without a text."""
    if isinstance(value, list | tuple | Mapping | Namespace):
        size_of(value)
    elif isinstance(value, jinja2.Undefined) or not (callable(value) or isinstance(value, Iterator | Cycler)):
        return value
    if found := _NAMELESS.search(text := str(value)):
        raise jinja2.TemplateRuntimeError(text[: found.start()] + ">")
    return value


def _check_widths(values: Iterable[object]) -> None:
    for value in values:
        if (isinstance(value, int) and abs(value) > WIDTH) or (isinstance(value, str) and len(value) > WIDTH):
            raise BoundsError(f"> {WIDTH}")


def _length_of_joined(value: object, d: object = "", attribute: object = None) -> int:
    return size_of(value) + len(value) * len(str(d)) if isinstance(value, Sequence) else 0


def _length_of_replaced(s: object, old: object, new: object, count: object = None) -> int:
    text = str(s)
    return len(text) + text.count(str(old)) * len(str(new))


def _length_of_indented(s: object, width: object = 4, *_: object, **__: object) -> int:
    text, before = str(s), width if isinstance(width, int) else len(str(width))
    return len(text) + (text.count("\n") + 1) * before


def _length_of_json(value: object, indent: int | None = None) -> int:
    return size_of(value) * max(1, indent or 1)


def _length_of_wrapped(
    s: str, width: int = 79, break_long_words: bool = True, wrapstring: str | None = None, break_on_hyphens: bool = True
) -> int:
    return len(s) + len(s) * len(wrapstring or "\n")


# Filters that make a text of any value, and read all of it.
_OF_TEXTS = (
    "capitalize", "center", "e", "escape", "forceescape", "lower", "safe", "string", "striptags", "sum", "title",
    "trim", "truncate", "upper", "urlencode", "wordcount",
)  # fmt: skip
# The length of the text that a filter makes, for those whose result can be longer than their argument.
_LENGTHS: Mapping[str, Callable[..., int]] = {
    "join": _length_of_joined,
    "replace": _length_of_replaced,
    "indent": _length_of_indented,
    "tojson": _length_of_json,
    "wordwrap": _length_of_wrapped,
    **dict.fromkeys(_OF_TEXTS, lambda value, *_, **__: size_of(value)),
}
