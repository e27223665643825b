"""The stable codes of problems, each with what is said of it and a wrong and a right example.

The texts are gettext message identifiers: `N_` marks them for extraction; they are translated when shown.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a text for extraction without translating it."""
    return message


@dataclass(frozen=True)
class Code:
    """What is told of one kind of problem: `message` and `expected` take the problem's values."""

    message: str
    expected: str
    wrong: str
    right: str


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word that was probably meant, or None when none is near."""
    known = list(words)
    lowered = {candidate.casefold(): candidate for candidate in known}
    if word.casefold() in lowered:
        return lowered[word.casefold()]
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return close[0] if close else None


CODES: Mapping[str, Code] = {
    # Files and YAML
    "no-file": Code(
        N_("the file {file} is missing"),
        N_("this file holds a part of the data that the site cannot do without."),
        "",
        "",
    ),
    "not-utf-8": Code(
        N_("this byte is not UTF-8 text"),
        N_("files are saved in UTF-8. In your text editor: Save with encoding, UTF-8."),
        "",
        "",
    ),
    "odd-character": Code(
        N_("the character {found} cannot stand in a text file"),
        N_("delete it: it is invisible and came in by accident."),
        "",
        "",
    ),
    "too-large": Code(
        N_("the file has {found} bytes"),
        N_("at most {limit} bytes; split it into several files."),
        "",
        "",
    ),
    "yaml-syntax": Code(
        N_("the YAML cannot be read from here on: {found}"),
        N_("a key, a colon, a space and a value; texts with a colon or a quotation mark stand in double quotes."),
        'label: {fr: "Part : 90", en: Share}\nnote: Paris: the council',
        'note: {fr: "À Paris : le conseil", en: "In Paris: the council"}',
    ),
    "yaml-tab": Code(
        N_("a tab cannot indent YAML"),
        N_("two spaces for each level."),
        "\tvalue: 1.174",
        "  value: 1.174",
    ),
    "yaml-alias": Code(
        N_("the mark “{found}” is a YAML anchor or alias, which this site does not use"),
        N_("write the value out, or put a text that begins with & or * in quotes."),
        "sources: *usual",
        "sources: [cnes-seed-fr]",
    ),
    "yaml-depth": Code(
        N_("the lists or keys are nested too deeply"),
        N_("at most {limit} levels."),
        "",
        "",
    ),
    "duplicate-key": Code(
        N_("the key “{key}” stands twice here; it is first on line {first}"),
        N_("each key once: keep one of the two."),
        "value: 1.174\nvalue: 1.184",
        "value: 1.174",
    ),
    "empty-file": Code(N_("the file is empty"), N_("{expected}."), "", ""),
    # Shapes and types
    "unknown-key": Code(
        N_("“{key}” is not a key known here{hint}"),
        N_("one of {known}."),
        "valeur: 1.174",
        "value: 1.174",
    ),
    "missing-key": Code(
        N_("the key “{key}” is missing"),
        N_("{key}: {meaning}."),
        "- period: 2022\n  value: 1.174",
        "- period: 2022\n  value: 1.174\n  sources: [cnes-seed-fr]",
    ),
    "unknown-word": Code(
        N_("“{found}” is not one of the words allowed here{hint}"),
        N_("one of {known}."),
        "qualifier: environ",
        "qualifier: about",
    ),
    "not-a-text": Code(
        N_("{found} is not a text"),
        N_("a text; a number or a yes/no that is meant as text stands in double quotes."),
        "title: 2022",
        'title: "2022"',
    ),
    "not-a-number": Code(
        N_("“{found}” is not a number"),
        N_("a number with a point for the decimals, no spaces, no unit and no quotes."),
        'value: "1,174"',
        "value: 1.174",
    ),
    "not-a-whole-number": Code(
        N_("“{found}” is not a whole number between the limits"), N_("{expected}."), "digits: 1.5", "digits: 1"
    ),
    "not-yes-or-no": Code(
        N_("“{found}” is neither true nor false"), N_("true or false."), "official: yes", "official: true"
    ),
    "not-a-list": Code(
        N_("{found} is not a list"),
        N_("a list: one line for each entry that begins with a hyphen, or entries between square brackets."),
        "sources: cnes-seed-fr",
        "sources: [cnes-seed-fr]",
    ),
    "not-a-mapping": Code(
        N_("{found} stands where keys with values are expected"),
        N_("keys with values, two spaces further in."),
        'label: "Contribution"',
        'label: {fr: "Contribution à l’ESA", en: "Contribution to ESA"}',
    ),
    "empty": Code(
        N_("nothing stands here"), N_("at least one entry."), "sources: []", "sources: [cnes-seed-fr]"
    ),
    "bad-identifier": Code(
        N_("“{found}” is not in the form expected"),
        N_("{expected}."),
        "ESA Contribution:",
        "esa-contribution:",
    ),
    "missing-language": Code(
        N_("the text in “{language}” is missing"),
        N_("the text in every language of the site."),
        'label: {fr: "Contribution de la France à l’ESA"}',
        'label: {fr: "Contribution de la France à l’ESA", en: "France’s contribution to ESA"}',
    ),
    "unknown-language": Code(
        N_("“{language}” is not a language of this site"),
        N_("{languages}."),
        'label: {fr: "Budget", eng: "Budget"}',
        'label: {fr: "Budget", en: "Budget"}',
    ),
    "not-an-address": Code(
        N_("“{found}” is not a web address"),
        N_("an address that begins with https://, http:// or mailto: and has no spaces."),
        "url: www.cnes.fr/europe",
        "url: https://cnes.fr/europe",
    ),
    # Dates
    "not-a-day": Code(
        N_("“{found}” is not a day"),
        N_("a day written year-month-day."),
        "review_by: 31/01/2027",
        "review_by: 2027-01-31",
    ),
    "not-a-period": Code(
        N_("“{found}” is not a period"),
        N_("a year, a month, a day, or two of them with a stroke between."),
        "period: 22-23/11/2022",
        "period: 2022-11-22/2022-11-23",
    ),
    "impossible-date": Code(
        N_("there is no such date as {found}"), N_("a date of the calendar."), "period: 2022-11-31", "period: 2022-11-30"
    ),
    "backward-interval": Code(
        N_("the interval {found} ends before it begins"),
        N_("the first day, a stroke, the last day."),
        "period: 2022-11-23/2022-11-22",
        "period: 2022-11-22/2022-11-23",
    ),
    # References and rules between records
    "duplicate-id": Code(
        N_("the identifier “{id}” is used twice; first in {first}"),
        N_("each identifier once in the whole site."),
        "",
        "",
    ),
    "unknown-id": Code(
        N_("there is no {kind} called “{id}”{hint}"),
        N_("an identifier that stands in {where}."),
        "sources: [cnes-sede-fr]",
        "sources: [cnes-seed-fr]",
    ),
    "unknown-country": Code(
        N_("“{found}” is not a country code{hint}"),
        N_("the two capital letters of ISO 3166-1."),
        "country: UK",
        "country: GB",
    ),
    "wrong-value-kind": Code(
        N_("“{found}” does not fit the unit “{unit}”"),
        N_("{expected}."),
        "unit: date\nvalue: 1975",
        "unit: date\nvalue: 1975-05-30",
    ),
    "period-order": Code(
        N_("the period {found} stands after {before}"),
        N_("observations from the oldest to the newest."),
        "- period: 2022\n- period: 2021",
        "- period: 2021\n- period: 2022",
    ),
    "period-overlap": Code(
        N_("the period {found} overlaps {before}"),
        N_("one observation for a period; what another source prints goes under disagreements."),
        "- period: 2022\n  value: 1.174\n- period: 2022\n  value: 1.184",
        "- period: 2022\n  value: 1.174\n  disagreements:\n    - {value: 1.184, sources: [cnes-enbref-2022]}",
    ),
    # Pages
    "front-matter": Code(
        N_("the head of the page is not right: {found}"),
        N_("three hyphens, then title, slug and description, then three hyphens."),
        "title: Partenaires",
        "---\ntitle: Partenaires\nslug: partenaires\ndescription: Avec qui…\n---",
    ),
    "missing-twin": Code(
        N_("this page has no twin in “{language}”"),
        N_("a file {expected}, which says the same in that language."),
        "",
        "",
    ),
    "same-address": Code(
        N_("the address “{slug}” is that of another page too: {other}"),
        N_("a slug of its own for each page of a language."),
        "",
        "",
    ),
    "template-syntax": Code(
        N_("this template cannot be read: {found}"),
        N_("what stands between two braces is closed by two braces, and each “for” and “if” has its end."),
        '{{ figure("esa-contribution") }',
        '{{ figure("esa-contribution") }}',
    ),
    "template-error": Code(
        N_("this template failed: {found}"),
        N_("the names and methods that the guide lists."),
        '{{ figure("esa-contribution").lastest }}',
        '{{ figure("esa-contribution").latest }}',
    ),
    "unknown-figure": Code(
        N_("there is no {kind} called “{id}”{hint}"),
        N_("an identifier of the data; “factbook show” lists them."),
        '{{ figure("esa-contribuion") }}',
        '{{ figure("esa-contribution") }}',
    ),
    "unknown-period": Code(
        N_("the figure “{id}” has no value for {found}"),
        N_("one of its periods: {known}."),
        '{{ figure("esa-contribution").at(2012) }}',
        '{{ figure("esa-contribution").at(2022) }}',
    ),
    "broken-link": Code(
        N_("the link leads to “{found}”, which is not there{hint}"),
        N_("the name of a page’s file, seen from this page."),
        "[partenaires](partnaires.md)",
        "[partenaires](partners.md)",
    ),
    "broken-anchor": Code(
        N_("the page “{page}” has no place called “{found}”{hint}"),
        N_("one of its headings: {known}."),
        "[Europe](europe.md#budgets)",
        "[Europe](europe.md#budget)",
    ),
    # Configuration
    "configuration": Code(
        N_("the configuration is not right: {found}"),
        N_("{expected}."),
        "",
        "plugins:\n  - factbook:\n      languages:\n        fr: {name: Français}\n        en: {name: English}",
    ),
}
