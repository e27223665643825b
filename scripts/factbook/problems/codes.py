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
    "foreign-file": Code(
        N_("the file “{found}” is not taken in"),
        N_("a file of its own, not a symbolic link: Markdown or YAML, images, documents, tables, films and sounds."),
        "",
        "",
    ),
    "yaml-syntax": Code(
        N_("the YAML cannot be read from here on: {meaning}"),
        N_("a key, a colon, a space and a value; texts with a colon or a quotation mark stand in double quotes."),
        'note: {fr: À Paris : le conseil, en: "In Paris: the council"}',
        'note: {fr: "À Paris : le conseil", en: "In Paris: the council"}',
    ),
    "yaml-tab": Code(
        N_("a tab cannot indent YAML"),
        N_("two spaces for each level."),
        "\tvalue: 1.234",
        "  value: 1.234",
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
        "value: 1.234\nvalue: 1.345",
        "value: 1.234",
    ),
    "empty-file": Code(N_("the file is empty"), N_("{expected}."), "", ""),
    # Shapes and types
    "unknown-key": Code(
        N_("“{key}” is not a key known here{hint}"),
        N_("one of {known}."),
        "valeur: 1.234",
        "value: 1.234",
    ),
    "missing-key": Code(
        N_("the key “{key}” is missing"),
        N_("{key}: {meaning}."),
        "- period: 2022\n  value: 1.234",
        "- period: 2022\n  value: 1.234\n  sources: [cnes-seed-fr]",
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
        'value: "1,234"',
        "value: 1.234",
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
    "empty": Code(N_("nothing stands here"), N_("at least one entry."), "sources: []", "sources: [cnes-seed-fr]"),
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
        N_("there is no such date as {found}"),
        N_("a date of the calendar."),
        "period: 2022-11-31",
        "period: 2022-11-30",
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
        "unit: date\nvalue: 1999-12-31",
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
        "- period: 2022\n  value: 1.234\n- period: 2022\n  value: 1.345",
        "- period: 2022\n  value: 1.234\n  disagreements:\n    - {value: 1.345, sources: [cnes-enbref-2022]}",
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
    "template-bounds": Code(
        N_("this template goes on for too long, or makes too long a text ({found})"),
        N_("loops over the data, or over a few numbers."),
        "{% for i in range(99999) %}{% for j in range(99999) %}…",
        "{% for p in programmes %}…",
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
    # Changes by command
    "change-needed": Code(
        N_("this is the published value of {id} for {period}; it is not replaced without a word"),
        N_("--kind revision (better data came) or --kind correction (it was a mistake), and {options}"),
        "factbook set esa-contribution 2022 1.345 --source cnes-enbref-2022",
        "factbook set esa-contribution 2022 1.345 --source cnes-enbref-2022 --kind correction"
        ' --reason-fr "Faute de frappe" --reason-en "Typing mistake"',
    ),
    "computed-value": Code(
        N_("{id} is computed from other figures: {formula}"),
        N_("a change of one of those, or of the formula in your text editor."),
        "factbook set esa-share-total-computed 2022 17.25 --source cnes-seed-fr",
        "factbook set esa-contribution 2026 1.2 --source cnes-seed-fr",
    ),
    "source-needed": Code(
        N_("the new value of {id} for {period} has no source"),
        N_("--source with an identifier of data/sources.yml; “factbook show” lists them."),
        "factbook set esa-contribution 2026 1.2",
        "factbook set esa-contribution 2026 1.2 --source cnes-seed-fr",
    ),
    "same-value": Code(
        N_("{id} already is {found} for {period}: there is nothing to change"),
        N_("another value, or other sources, another qualifier, status or note."),
        "",
        "",
    ),
    "period-taken": Code(
        N_("{id} has a value for {period} already"),
        N_("“factbook set” to replace it; what another source prints goes under disagreements."),
        "factbook new observation esa-contribution 2022 1.345 --source cnes-enbref-2022",
        "factbook set esa-contribution 2022 1.345 --source cnes-enbref-2022 --kind correction"
        ' --reason-fr "Faute de frappe" --reason-en "Typing mistake"',
    ),
    "not-given": Code(
        N_("something is missing that cannot be left out: {options}"),
        N_("each of these options, or a terminal in which the answers can be typed."),
        "factbook new source cnes-2026",
        'factbook new source cnes-2026 --title "Le CNES en bref" --publisher CNES --language fr --official',
    ),
    "edit-by-hand": Code(
        N_("{file} is laid out in a way that a command cannot change with certainty"),
        N_("this change made in your text editor, and then “factbook check”."),
        "",
        "",
    ),
    "file-changed": Code(
        N_("{file} was saved by somebody else in the meantime; nothing was written"),
        N_("the same command once more."),
        "",
        "",
    ),
    # Formulas (computing)
    "formula": Code(
        N_("the formula cannot be read from “{found}” on"),
        N_("numbers, figures in braces, + - * / and parentheses, with at least one figure."),
        'computed: "100 × {esa-contribution}"',
        'computed: "100 * {esa-contribution} / {esa-budget}"',
    ),
    "formula-digits": Code(
        N_("nothing says how “{id}” is rounded"),
        N_("the key “digits”: the number of decimals that the result is rounded to, once."),
        'computed: "100 * {esa-contribution} / {esa-budget}"',
        'computed: "100 * {esa-contribution} / {esa-budget}"\ndigits: 1',
    ),
    "formula-cycle": Code(
        N_("this figure is computed from itself: {cycle}"),
        N_("a formula over figures that do not depend on this one."),
        'esa-budget:\n  computed: "{esa-share} * {esa-budget}"',
        'esa-share-computed:\n  computed: "100 * {esa-contribution} / {esa-budget}"',
    ),
    "formula-date": Code(
        N_("“{id}” is a date, and dates cannot be computed with"),
        N_("figures whose values are numbers."),
        'computed: "{cnes-founded} + 1"',
        'computed: "100 * {esa-contribution} / {esa-budget}"',
    ),
    "formula-value": Code(
        N_("the formula has no usable value for {period}"),
        N_("no division by zero, and a result of at most 30 digits."),
        'computed: "{esa-contribution} / ({esa-budget} - {esa-budget})"',
        'computed: "100 * {esa-contribution} / {esa-budget}"',
    ),
    "formula-no-period": Code(
        N_("“{id}” has no value: there is no period for which all figures of its formula have one ({names})"),
        N_("figures with at least one period in common, written alike."),
        "",
        "",
    ),
    "formula-and-values": Code(
        N_("“{id}” is computed and has typed values too"),
        N_("either a formula (computed) or values (observations)."),
        'computed: "100 * {a} / {b}"\ndigits: 1\nobservations: [{period: 2022, value: 17.25, sources: [bpi-2022]}]',
        'computed: "100 * {a} / {b}"\ndigits: 1',
    ),
    # Values that belong together (checks/values)
    "sum-differs": Code(
        N_("{found} is not the sum of its parts for {period}, which is {sum}"),
        N_("the same as {names}, to the last digit; or no “sum_of”."),
        "",
        "",
    ),
    "sum-unit": Code(
        N_("the part “{id}” is counted in {found}, and the sum in {unit}"),
        N_("parts in the unit of the figure that they add up to."),
        "",
        "",
    ),
    "same-disagreement": Code(
        N_("{found} is the very value that it disagrees with"),
        N_("another value; a source that prints the same stands under “sources”."),
        "value: 1.234\ndisagreements:\n  - {value: 1.234, sources: [cnes-enbref-2022]}",
        "value: 1.234\nsources: [cnes-seed-fr, cnes-enbref-2022]",
    ),
    "figure-not-shown": Code(
        N_("no page shows the figure “{id}” but its own"),
        N_("a page that shows it, or no such figure."),
        "",
        "",
    ),
    "source-not-cited": Code(
        N_("nothing cites the source “{id}”"),
        N_("a value, a programme, a partner or a council that names it under “sources”; or no such source."),
        "",
        "",
    ),
    # Time (checks/time)
    "stale-figure": Code(
        N_("the figure “{id}” was to be looked at again by {found}; it is {on}"),
        N_("a look at its sources, then a new date under “review_by”, or none."),
        "review_by: 2025-01-31",
        "review_by: 2027-01-31",
    ),
    "past-forecast": Code(
        N_("a forecast of “{id}” for {found}, which has passed; it is {on}"),
        N_("the value that came about, or the status “final” where the figure is itself a plan."),
        "- period: 2022\n  status: forecast",
        "- period: 2022\n  status: final",
    ),
    "stale-programme": Code(
        N_("the launch of “{id}” was planned for {found}, which has passed; it is {on}"),
        N_("the date of the launch without “planned”, a new date, or the state “unknown”."),
        "launch: {period: 2025, planned: true}\nstate: {value: development}",
        "launch: {period: 2025-11-17}\nstate: {value: operation}",
    ),
    "interface-strings": Code(
        N_("the interface strings cannot be read: {meaning}"),
        N_("a gettext catalogue: “msgid” with the text, “msgstr” with its translation, each in double quotes."),
        "Search = Rechercher",
        'msgid "Search"\nmsgstr "Rechercher"',
    ),
    "no-strings": Code(
        N_("the texts of the theme are not there in “{language}”: readers will see them in English"),
        N_("a catalogue {file}: a copy of that of another language, each “msgstr” translated."),
        "",
        "",
    ),
    # Text of pages and data (checks/prose, checks/typography, checks/crossings)
    "typed-number": Code(
        N_("the number “{found}” is typed in the text{hint}"),
        N_("numbers, dates and names come from the data; one that is no figure is marked with “plain”."),
        "La France verse 1,234 milliard d’euros.",
        'La France verse {{ figure("esa-contribution") }}. Article {{ plain("24 bis") }}.',
    ),
    "unequal-numbers": Code(
        N_("this text says other numbers than in “{first}”: {there} here, {here} there"),
        N_("the same numbers in every language, each as the language writes it; a word in both, or digits in both."),
        'note: {fr: "Soit 16,6 % du budget", en: "That is 99.9% of the budget"}',
        'note: {fr: "Soit 16,6 % du budget", en: "That is 16.6% of the budget"}',
    ),
    "outdated-number": Code(
        N_("this text still says {found}, a value that was replaced"),
        N_("the value of today; what was published before stands under “change”."),
        "",
        "",
    ),
    "missing-space": Code(
        N_("a space is missing at “{found}”"),
        N_("in “{language}”, a space between the word and this mark."),
        "Deux parts: l’Europe et l’ESA",
        "Deux parts : l’Europe et l’ESA",
    ),
    "straight-quotes": Code(
        N_("a straight quotation mark"),
        N_("{right} here, the quotation mark of “{language}”."),
        'dite "obligatoire"',
        "dite « obligatoire »",
    ),
    "plain-space": Code(
        N_("plain spaces on this page that let a mark begin a line: {count}; the first is here"),
        N_("no-break spaces; “factbook fmt” puts them in."),
        "",
        "",
    ),
    "straight-apostrophe": Code(
        N_("straight apostrophes on this page: {count}; the first is here"),
        N_("the apostrophe ’; “factbook fmt” puts it in."),
        "l'Europe",
        "l’Europe",
    ),
    "unsafe-markup": Code(
        N_("“{found}” cannot stand in a page"),
        N_("text, links to http, https or mailto addresses, and HTML without scripts, styles or foreign frames."),
        '<a href="#" onclick="show()">Europe</a>',
        "[Europe](europe.md)",
    ),
    "other-language-link": Code(
        N_("the link “{found}” leads to a page in “{language}”"),
        N_("a link to the page of this language; the language switch leads to the other."),
        "[Europe](../en/europe.md)",
        "[Europe](europe.md)",
    ),
    # Twins and translations (checks/twins, checks/translations)
    "twin-figures": Code(
        N_("{page} shows the figure “{id}”, which {other} does not show"),
        N_("the same figures in both languages."),
        "",
        "",
    ),
    "twin-observations": Code(
        N_("{page} shows “{id}” for {period}, which {other} does not show"),
        N_("the same periods of each figure in both languages."),
        "",
        "",
    ),
    "twin-repeats": Code(
        N_("{page} shows “{id}” for {period} {here} times, and {other} {there} times"),
        N_("the same figures as often in both languages; a sentence may be missing."),
        "",
        "",
    ),
    "twin-headings": Code(
        N_("the headings of {page} and {other} differ: number {number} is “{here}”, there “{there}”"),
        N_("the same headings, at the same level and in the same order, in both languages."),
        "",
        "",
    ),
    "twin-lists": Code(
        N_("the lists of {page} and {other} differ: number {number} has {here} entries, there {there}"),
        N_("the same lists with as many entries in both languages."),
        "",
        "",
    ),
    "twin-tables": Code(
        N_("the tables of {page} and {other} differ: number {number} has {here} rows and columns, there {there}"),
        N_("the same tables with as many rows and columns in both languages."),
        "",
        "",
    ),
    "twin-links": Code(
        N_("the link to “{target}” stands {here} times in {page}, and {there} times in {other}"),
        N_("the same links in both languages."),
        "",
        "",
    ),
    "twin-images": Code(
        N_("{page} has {here} images, and {other} has {there}"),
        N_("the same images in both languages."),
        "",
        "",
    ),
    "translation-head": Code(
        N_("“translation” does not say what this page is a translation of"),
        N_("one of {languages} under “of”, and the “hash” that “factbook translated” writes."),
        "translation: fr",
        'translation: {of: fr, hash: "ab12cd34"}',
    ),
    "outdated-translation": Code(
        N_("{other} has changed since {page} was translated from it"),
        N_("a page that says the same again, then “factbook translated {name}”."),
        "",
        "",
    ),
    "unconfirmed-translation": Code(
        N_("nobody has confirmed that {page} says what {other} says"),
        N_("both pages read side by side, then “factbook translated {name}”."),
        "",
        "",
    ),
    "no-page": Code(
        N_("there is no page called “{found}” in “{language}”{hint}"),
        N_("the name of a file of that language, without .md."),
        "factbook translated partnaires",
        "factbook translated partners",
    ),
    # Charts
    "unknown-chart": Code(
        N_("there is no chart “{found}”{hint}"),
        N_("one of: {known}"),
        '{{ chart("mission") }}',
        '{{ chart("missions") }}',
    ),
    "chart-empty": Code(
        N_("there is nothing to draw for the chart “{chart}”"),
        N_("figures that have values which are no days, or dated records of what the chart shows."),
        '{{ chart("history", "cnes-founded") }}',
        '{{ chart("history", "esa-budget") }}',
    ),
    "chart-units": Code(
        N_("the figures of the chart “{chart}” are not counted in the same unit"),
        N_("figures of one unit; a chart has one scale only."),
        '{{ chart("history", "esa-budget", "esa-members") }}',
        '{{ chart("history", "esa-budget", "esa-member-contributions") }}',
    ),
    # Two versions compared (comparing), and the addresses of sources (visiting)
    "no-repository": Code(
        N_("{folder} is not in a git repository, or git is not installed"),
        N_("a folder that “git clone” made."),
        "",
        "",
    ),
    "no-revision": Code(
        N_("there is no revision “{found}” in this repository{hint}"),
        N_("a branch, a tag or the hash of a commit that was fetched; a copy without history has none but the last."),
        "factbook diff orgin/main",
        "factbook diff origin/main",
    ),
    "idle-change": Code(
        N_("“change” says that the value for {period} was {found}, which it still is"),
        N_("under “was”, the value that was published before; no “change” where nothing was replaced."),
        "- period: 2022\n  value: 1.234\n  change: {kind: correction, was: 1.234, …}",
        "- period: 2022\n  value: 1.345\n  change: {kind: correction, was: 1.234, …}",
    ),
    "repeated-entry": Code(
        N_("“{found}” is in this list twice"),
        N_("each entry once."),
        "sources: [cnes-seed-fr, cnes-seed-fr]",
        "sources: [cnes-seed-fr]",
    ),
    "silent-change": Code(
        N_("the published value of “{id}” for {period} was {was}; it is {found} now, and no “change” says why"),
        N_("“change” with the value that was published, the day and the reason; “factbook set” writes it."),
        "- period: 2022\n  value: 1.345",
        "- period: 2022\n  value: 1.345\n  change: {kind: correction, was: 1.234, on: 2026-11-23,"
        ' reason: {fr: "Faute de frappe", en: "Typing mistake"}}',
    ),
    "lost-observation": Code(
        N_("the published value of “{id}” for {period} ({found}) is gone"),
        N_("every value that was published, corrected where it was wrong."),
        "",
        "",
    ),
    "lost-address": Code(
        N_("the address {found} was published and leads nowhere now"),
        N_(
            "the former address under “redirects” in the head of the page that is meant now; for a place on a page,"
            " a heading that keeps its name."
        ),
        "slug: partenariats",
        "slug: partenariats\nredirects: [partenaires]",
    ),
    "exception-past": Code(
        N_("the exception for “{id}” ended on {found}; it is {on}"),
        N_("a look at the address, then a new date under “until”, or no exception."),
        "",
        "",
    ),
    # Configuration
    "configuration": Code(
        N_("the configuration is not right: {found}"),
        N_("{expected}."),
        "",
        "plugins:\n  - factbook:\n      languages:\n        fr: {name: Français}\n        en: {name: English}",
    ),
}
