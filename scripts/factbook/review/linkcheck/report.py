"""What the visits found, told for a person, for a program, and as the text of one issue."""

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

_Say = Callable[[str], str]

MARKER = "<!-- factbook-sources -->"
WORDS: Mapping[Outcome, str] = {
    "ok": N_("answers as it should"),
    "redirected": N_("moved for good"),
    "not_found": N_("is gone"),
    "forbidden": N_("refuses the visit"),
    "rate_limited": N_("asks to come later"),
    "server_error": N_("fails"),
    "timeout": N_("is too slow"),
    "tls_error": N_("has a wrong certificate"),
    "unreachable": N_("cannot be reached"),
}
_TITLE_CHANGED = N_("has another title")
_KNOWN = N_("Known, and left alone for now")
_PAST = N_("Exceptions that have ended")
_NEEDLESS = N_("Exceptions that are needed no more")


@dataclass(frozen=True)
class Report:
    """`wanting` are the visits that somebody should look at, `retitled` those whose page has another title.

    `known` are covered by an exception that holds, `past` are exceptions that have ended, `needless` those of
    addresses that answer as they should.
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
        """Whether there is nothing to look at."""
        return not (self.broken or self.title_changed or self.expired or self.unneeded)


def report(visits: Iterable[LinkCheck], catalogue: Catalogue, titles: Mapping[str, str], on: date) -> Report:
    """Sort the visits. `titles` are those that each address had the last time, by `<id> <address>`."""
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
    """The titles to compare with the next time: those that were seen, else those that were known."""
    visits = list(visits)
    seen = {_name(visit): visit.title or before.get(_name(visit), "") for visit in visits}
    return {name: title for name, title in sorted(seen.items()) if title}


def _name(visit: LinkCheck) -> str:
    return f"{visit.id} {visit.address}"


def as_json(found: Report) -> str:
    """The report for a program."""
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
    """The report for a person at a terminal."""
    return "\n".join(_lines(found, Phrases(language), str, str, "", "  "))


def as_markdown(found: Report, language: str) -> str:
    """The text of the one issue that is kept up to date; what the addresses answered is shown letter by letter."""
    words = Phrases(language)
    head = [MARKER, f"## {words.translate('The addresses of the sources')}", ""]
    return "\n".join([*head, *_lines(found, words, escape_markdown, code, "\n### ", "- ")])


def _lines(found: Report, words: Phrases, text: _Say, name: _Say, heading: str, item: str) -> Iterator[str]:
    values = {"on": found.on.isoformat(), "visited": found.visited, "count": len(found.broken)}
    yield words.translate("{on}: addresses visited: {visited}; to be looked at: {count}", **values)
    if found.is_clean:
        yield words.translate("nothing is to be done")
    for outcome in OUTCOMES:
        visits = [visit for visit in found.broken if visit.outcome == outcome]
        if visits:
            yield heading + words.translate(WORDS[outcome]).capitalize()
            yield from (item + _told(visit, text, name) for visit in visits)
    if found.title_changed:
        yield heading + words.translate(_TITLE_CHANGED).capitalize()
        for visit, before in found.title_changed:
            yield f"{item}{name(visit.id)} {name(visit.address)}: {text(before)} → {text(visit.title)}"
    if found.expired:
        yield heading + words.translate(_PAST)
        yield from (f"{item}{name(i)}: {each.until.isoformat()}, {text(each.reason)}" for i, each in found.expired)
    if found.unneeded:
        yield heading + words.translate(_NEEDLESS)
        yield from (item + name(identifier) for identifier in found.unneeded)
    if found.known:
        yield heading + words.translate(_KNOWN)
        for visit, each in found.known:
            yield f"{item}{_told(visit, text, name)} – {text(each.reason)} ({each.until.isoformat()})"


def _told(visit: LinkCheck, text: _Say, name: _Say) -> str:
    facts = [
        str(visit.status) if visit.status else "",
        f"→ {name(visit.final)}" if visit.final not in ("", visit.address) else "",
        text(visit.detail) if visit.detail else "",
    ]
    return " ".join(filter(None, (f"{name(visit.id)} {name(visit.address)}", *facts)))
