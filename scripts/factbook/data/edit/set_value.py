"""The edit that adds an observation to a figure, or replaces a published value with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

from factbook.data.edit.transaction import Edit
from factbook.data.edit.yaml_patch import YamlPatcher
from factbook.data.edit.yaml_writer import Node, Plain
from factbook.data.loader import suggestion
from factbook.data.yaml import Document, Path_
from factbook.model import Catalogue, Change, Figure, Observation, parse_period
from factbook.problems import Problem, Problems


class RefusedError(Exception):
    """The input is refused. Has the problem's code and values; there is no place in a file."""

    def __init__(self, code: str, **values: str):
        self.code, self.values = code, values
        super().__init__(code)


@dataclass(frozen=True)
class ObservationInput:
    """The input for an observation.

    `period` and `value` are valid texts of a period and of a number or day; `others` has the other given fields as
    nodes, `sources` included; `kind` and `reason` (by language) say why a published value is replaced; `only_new`
    refuses to replace one. `added` is the day to record for the value of a new period.
    """

    period: str
    value: str
    others: Mapping[str, Node] = field(default_factory=dict)
    kind: str | None = None
    reason: Mapping[str, str] = field(default_factory=dict)
    only_new: bool = False
    added: date | None = None


@dataclass(frozen=True)
class EditResult:
    """The edit of a file, and the observation before it (None for a new period)."""

    edit: Edit
    before: Observation | None


def set_observation(
    root: Path, catalogue: Catalogue, identifier: str, given: ObservationInput, languages: Sequence[str], today: date
) -> EditResult:
    """Return the edit that sets an observation in the file of its figure. Nothing is written.

    Raises RefusedError for invalid input, and Problems if the layout of the file or a missing reason prevents it.
    """
    figure = _figure(catalogue, identifier)
    located, path = catalogue.located["figures", identifier]
    file = cast(Document, located).file
    before = (root / file).read_bytes()
    patcher = YamlPatcher(before.decode("utf-8"), file)
    wanted = parse_period(given.period)
    same = [o for o in figure.observations if (o.period.start, o.period.end) == (wanted.start, wanted.end)]
    if same and given.only_new:
        raise RefusedError("period-taken", id=identifier, period=same[0].period.text)
    if same:
        index = figure.observations.index(same[0])
        _replace(catalogue, patcher, (*path, "observations", index), identifier, same[0], given, languages, today)
    else:
        _insert(patcher, path, identifier, figure, given)
    after = patcher.result().encode()
    if after == before:
        raise RefusedError("same-value", id=identifier, period=given.period, found=given.value)
    return EditResult(Edit(file, before, after), same[0] if same else None)


def _figure(catalogue: Catalogue, identifier: str) -> Figure:
    figure = catalogue.figures.get(identifier)
    if figure is None:
        raise unknown("figure", identifier, catalogue.figures, "data/figures")
    if figure.computed:
        raise RefusedError("computed-value", id=identifier, formula=figure.computed)
    return figure


def unknown(kind: str, identifier: str, known: Mapping[str, object], where: str) -> RefusedError:
    """Return the error for an unknown identifier, with the nearest known one."""
    return RefusedError("unknown-id", kind=kind, id=identifier, hint=suggestion(identifier, list(known)), where=where)


def _insert(patcher: YamlPatcher, path: Path_, identifier: str, figure: Figure, given: ObservationInput) -> None:
    if given.kind:
        known = ", ".join(o.period.text for o in figure.observations)
        raise RefusedError("unknown-period", id=identifier, found=given.period, known=known)
    if "sources" not in given.others:
        raise RefusedError("source-needed", id=identifier, period=given.period)
    wanted = parse_period(given.period)
    index = sum(o.period.start < wanted.start for o in figure.observations)
    added = {"added": Plain(given.added.isoformat())} if given.added else {}
    patcher.insert(path, "observations", index, _in_order({**added, **_nodes(given)}))


def _nodes(given: ObservationInput) -> dict[str, Node]:
    return {"period": Plain(given.period), "value": Plain(given.value), **given.others}


def _in_order(nodes: Mapping[str, Node]) -> dict[str, Node]:
    return {key: nodes[key] for key in Observation.model_fields if key in nodes}


def _replace(
    catalogue: Catalogue, patcher: YamlPatcher, path: Path_, identifier: str, old: Observation,
    given: ObservationInput, languages: Sequence[str], today: date,
) -> None:  # fmt: skip
    nodes = _nodes(given)
    del nodes["period"]
    was = patcher.source((*path, "value"))
    if given.value == str(old.value):
        if given.kind or len(nodes) == 1:
            raise RefusedError("same-value", id=identifier, period=given.period, found=given.value)
        del nodes["value"]
    else:
        _require_reason(catalogue, path, identifier, given, languages)
        if old.replaced:
            nodes["earlier_changes"] = [_change(each, languages) for each in old.replaced]
        nodes["change"] = {
            "kind": Plain(str(given.kind)),
            "was": Plain(was),
            "on": Plain(today.isoformat()),
            "reason": {code: given.reason[code] for code in languages},
        }
    for key, node in _in_order(nodes).items():
        patcher.set(path, key, node, list(Observation.model_fields))


def _change(change: Change, languages: Sequence[str]) -> Node:
    """Return the YAML node of an earlier change."""
    return {
        "kind": Plain(change.kind),
        "was": Plain(f"{change.was:f}" if isinstance(change.was, Decimal) else change.was.isoformat()),
        "on": Plain(change.on.isoformat()),
        "reason": {code: change.reason[code] for code in languages},
    }


def _require_reason(
    catalogue: Catalogue, path: Path_, identifier: str, given: ObservationInput, languages: Sequence[str]
) -> None:
    place = catalogue.place("figures", identifier, *path[1:], "value")
    if not given.kind or any(not given.reason.get(code, "").strip() for code in languages):
        options = " ".join(f"--reason-{code} …" for code in languages)
        values = {"id": identifier, "period": given.period, "options": options}
        raise Problems([Problem("change-needed", place, values)])
    if given.kind == "revision" and "sources" not in given.others:
        raise RefusedError("source-needed", id=identifier, period=given.period)
