"""The report of a link check as text, as JSON and as the Markdown of an issue."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from factbook.model import Catalogue, SourceException
from factbook.problems.codes import N_
from factbook.review.linkcheck.check import OUTCOMES, LinkCheck, Outcome
from factbook.review.markdown import code, escape_markdown
from factbook.review.messages import Phrases

_Format = Callable[[str], str]

MARKER = "<!-- factbook-sources -->"
WORDS: Mapping[Outcome, str] = {
    "ok": N_("works"),
    "redirected": N_("moved permanently"),
    "not_found": N_("not found"),
    "forbidden": N_("access refused"),
    "rate_limited": N_("asks to retry later"),
    "server_error": N_("server error"),
    "timeout": N_("no answer in time"),
    "tls_error": N_("invalid certificate"),
    "unreachable": N_("not reachable"),
}
_TITLE_CHANGED = N_("title changed")
_KNOWN = N_("Known, with a valid exception")
_EXPIRED = N_("Expired exceptions")
_UNNEEDED = N_("Exceptions that are no longer needed")


@dataclass(frozen=True)
class Report:
    """The results of a link check, sorted.

    `title_changed` has the former titles; `known` are failures with a valid exception, `expired` exceptions whose day
    has passed, `unneeded` the ids of exceptions for URLs that work.
    """

    on: date
    visited: int
    broken: Sequence[LinkCheck]
    title_changed: Sequence[tuple[LinkCheck, str]]
    known: Sequence[tuple[LinkCheck, SourceException]]
    expired: Sequence[tuple[str, SourceException]]
    unneeded: Sequence[str]

    @property
    def is_clean(self) -> bool:
        """Return whether there is nothing to fix."""
        return not (self.broken or self.title_changed or self.expired or self.unneeded)


def report(visits: Iterable[LinkCheck], catalogue: Catalogue, titles: Mapping[str, str], on: date) -> Report:
    """Sort the results. `titles` are those of the last check, by `<id> <address>`."""
    broken, title_changed, known, unneeded = [], [], [], []
    order = list(catalogue.sources)
    found = sorted(visits, key=lambda visit: (OUTCOMES.index(visit.outcome), order.index(visit.id)))
    for visit in found:
        exception = catalogue.exceptions.get(visit.id)
        holds = exception is not None and exception.until >= on
        before = titles.get(_name(visit), "")
        if visit.outcome != "ok":
            if exception is not None and holds:
                known.append((visit, exception))
            else:
                broken.append(visit)
        elif holds:
            unneeded.append(visit.id)
        if before and visit.title and visit.title != before:
            title_changed.append((visit, before))
    past = [(identifier, each) for identifier, each in catalogue.exceptions.items() if each.until < on]
    return Report(on, len(found), broken, title_changed, known, past, unneeded)


def titles_of(visits: Iterable[LinkCheck], before: Mapping[str, str]) -> dict[str, str]:
    """Return the titles to compare with at the next check: the new ones, else the known ones."""
    visits = list(visits)
    seen = {_name(visit): visit.title or before.get(_name(visit), "") for visit in visits}
    return {name: title for name, title in sorted(seen.items()) if title}


def _name(visit: LinkCheck) -> str:
    return f"{visit.id} {visit.address}"


def as_json(found: Report) -> str:
    """Return the report as JSON."""
    rows = {
        "on": found.on.isoformat(),
        "visited": found.visited,
        "broken": [asdict(visit) for visit in found.broken],
        "title_changed": [{**asdict(visit), "before": before} for visit, before in found.title_changed],
        "known": [
            {**asdict(visit), "reason": each.reason, "until": each.until.isoformat()} for visit, each in found.known
        ],
        "expired": [{"id": name, "until": each.until.isoformat()} for name, each in found.expired],
        "unneeded": list(found.unneeded),
    }
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_text(found: Report, language: str) -> str:
    """Return the report as text for a terminal."""
    return "\n".join(_lines(found, Phrases(language), str, str, "", "  "))


def as_markdown(found: Report, language: str) -> str:
    """Return the report as Markdown of the issue that is kept up to date, with untrusted texts escaped."""
    phrases = Phrases(language)
    head = [MARKER, f"## {phrases.translate('The addresses of the sources')}", ""]
    return "\n".join([*head, *_lines(found, phrases, escape_markdown, code, "\n### ", "- ")])


def _lines(found: Report, phrases: Phrases, text: _Format, name: _Format, heading: str, item: str) -> Iterator[str]:
    values = {"on": found.on.isoformat(), "visited": found.visited, "count": len(found.broken)}
    yield phrases.translate("{on}: URLs checked: {visited}; to fix: {count}", **values)
    if found.is_clean:
        yield phrases.translate("nothing to do")
    for outcome in OUTCOMES:
        visits = [visit for visit in found.broken if visit.outcome == outcome]
        if visits:
            yield heading + phrases.translate(WORDS[outcome]).capitalize()
            yield from (item + _line(visit, text, name) for visit in visits)
    if found.title_changed:
        yield heading + phrases.translate(_TITLE_CHANGED).capitalize()
        for visit, before in found.title_changed:
            yield f"{item}{name(visit.id)} {name(visit.address)}: {text(before)} → {text(visit.title)}"
    if found.expired:
        yield heading + phrases.translate(_EXPIRED)
        yield from (f"{item}{name(i)}: {each.until.isoformat()}, {text(each.reason)}" for i, each in found.expired)
    if found.unneeded:
        yield heading + phrases.translate(_UNNEEDED)
        yield from (item + name(identifier) for identifier in found.unneeded)
    if found.known:
        yield heading + phrases.translate(_KNOWN)
        for visit, each in found.known:
            yield f"{item}{_line(visit, text, name)} – {text(each.reason)} ({each.until.isoformat()})"


def _line(visit: LinkCheck, text: _Format, name: _Format) -> str:
    facts = [
        str(visit.status) if visit.status else "",
        f"→ {name(visit.final)}" if visit.final not in ("", visit.address) else "",
        text(visit.detail) if visit.detail else "",
    ]
    return " ".join(filter(None, (f"{name(visit.id)} {name(visit.address)}", *facts)))
