"""One observation of a figure: a new one put in its place in time, a published one replaced with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from factbook.data.edit.transaction import Edit
from factbook.data.edit.yaml_patch import YamlPatcher
from factbook.data.edit.yaml_writer import Node, Plain
from factbook.data.loader import suggestion
from factbook.data.yaml import Document
from factbook.model import Catalogue, Change, Figure, Observation, ObservationStatus, Qualifier, parse_period
from factbook.problems import Problem, Problems


class RefusedError(Exception):
    """What was typed cannot be done. Carries the problem's code and its values; there is no file to point at."""

    def __init__(self, code: str, **values: str):
        self.code, self.values = code, values
        super().__init__(code)


@dataclass(frozen=True)
class ObservationInput:
    """What was typed for an observation.

    `period` and `value` are texts that are a period and a number or day; `others` has the further keys of an
    observation that were given, as nodes, `sources` among them; `kind` and `reason` tell why a published
    value is replaced; with `only_new` none is. `added` is the day to tell for a value of a new period.
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
    """What `set` will do: the changed file, and what was there before (None for a new period)."""

    edit: Edit
    before: Observation | None


def set_observation(
    root: Path, catalogue: Catalogue, identifier: str, given: ObservationInput, languages: Sequence[str], today: date
) -> EditResult:
    """The file of a figure with one observation set. Nothing is written.

    Raises Refused for what cannot be done, and Problems where a file's layout or a missing reason forbids it.
    """
    figure = _figure(catalogue, identifier)
    located, path = catalogue.located["figures", identifier]
    file = cast(Document, located).file
    before = (root / file).read_bytes()
    surgery = YamlPatcher(before.decode("utf-8"), file)
    wanted = parse_period(given.period)
    same = [o for o in figure.observations if (o.period.start, o.period.end) == (wanted.start, wanted.end)]
    if same and given.only_new:
        raise RefusedError("period-taken", id=identifier, period=same[0].period.text)
    if same:
        index = figure.observations.index(same[0])
        _replace(catalogue, surgery, (*path, "observations", index), identifier, same[0], given, languages, today)
    else:
        _insert(surgery, path, identifier, figure, given)
    after = surgery.result().encode()
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


def unknown(kind: str, identifier: str, known: Mapping[str, Any], where: str) -> RefusedError:
    """There is no record of that name, but perhaps one that is nearly called so."""
    return RefusedError("unknown-id", kind=kind, id=identifier, hint=suggestion(identifier, list(known)), where=where)


def _insert(
    surgery: YamlPatcher, path: tuple[Any, ...], identifier: str, figure: Figure, given: ObservationInput
) -> None:
    if given.kind:
        known = ", ".join(o.period.text for o in figure.observations)
        raise RefusedError("unknown-period", id=identifier, found=given.period, known=known)
    if "sources" not in given.others:
        raise RefusedError("source-needed", id=identifier, period=given.period)
    wanted = parse_period(given.period)
    index = sum(o.period.start < wanted.start for o in figure.observations)
    told = {"added": Plain(given.added.isoformat())} if given.added else {}
    surgery.insert(path, "observations", index, _in_order({**told, **_nodes(given)}))


def _nodes(given: ObservationInput) -> dict[str, Node]:
    return {"period": Plain(given.period), "value": Plain(given.value), **given.others}


def _in_order(nodes: Mapping[str, Node]) -> dict[str, Node]:
    return {key: nodes[key] for key in Observation.model_fields if key in nodes}


def _replace(
    catalogue: Catalogue, surgery: YamlPatcher, path: tuple[Any, ...], identifier: str, old: Observation,
    given: ObservationInput, languages: Sequence[str], today: date,
) -> None:  # fmt: skip
    nodes = _nodes(given)
    del nodes["period"]
    was = surgery.source((*path, "value"))
    # A qualifier or a status that was wrong is corrected too, though the number stays.
    is_restated = given.kind is not None and any(
        str(nodes[key]) != getattr(old, key) for key in ("qualifier", "status") if key in nodes
    )
    if given.value == str(old.value) and not is_restated:
        if given.kind or len(nodes) == 1:
            raise RefusedError("same-value", id=identifier, period=given.period, found=given.value)
        del nodes["value"]
    else:
        _reason_is_given(catalogue, path, identifier, given, languages)
        if old.replaced:
            nodes["earlier_changes"] = [_change(each, languages) for each in old.replaced]
        nodes["change"] = {
            "kind": Plain(str(given.kind)),
            "was": Plain(was),
            **_as_published(old.qualifier, old.status),
            "on": Plain(today.isoformat()),
            "reason": {code: given.reason[code] for code in languages},
        }
    for key, node in _in_order(nodes).items():
        surgery.set(path, key, node, list(Observation.model_fields))


def _change(change: Change, languages: Sequence[str]) -> Node:
    """An earlier change as it is written."""
    return {
        "kind": Plain(change.kind),
        "was": Plain(f"{change.was:f}" if isinstance(change.was, Decimal) else change.was.isoformat()),
        **_as_published(change.was_qualifier, change.was_status),
        "on": Plain(change.on.isoformat()),
        "reason": {code: change.reason[code] for code in languages},
    }


def _as_published(qualifier: Qualifier, status: ObservationStatus | None) -> dict[str, Node]:
    """Return the keys of a change that keep the qualifier and the status of what was published."""
    kept: dict[str, Node] = {} if qualifier == "exact" else {"was_qualifier": Plain(qualifier)}
    return {**kept, "was_status": Plain(status)} if status else kept


def _reason_is_given(
    catalogue: Catalogue, path: tuple[Any, ...], identifier: str, given: ObservationInput, languages: Sequence[str]
) -> None:
    place = catalogue.place("figures", identifier, *path[1:], "value")
    if not given.kind or any(not given.reason.get(code, "").strip() for code in languages):
        options = " ".join(f"--reason-{code} …" for code in languages)
        values = {"id": identifier, "period": given.period, "options": options}
        raise Problems([Problem("change-needed", place, values)])
    if given.kind == "revision" and "sources" not in given.others:
        raise RefusedError("source-needed", id=identifier, period=given.period)
