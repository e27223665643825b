"""Codes of problems in the data: files and YAML, types, dates, references, formulas, values, time."""

from __future__ import annotations

from collections.abc import Mapping

from factbook.problems.code import N_, Code

DATA_CODES: Mapping[str, Code] = {
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
        N_("file type not published: “{found}”"),
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
        N_("the key “{key}” occurs twice here, first on line {first}"),
        N_("each key once: keep one of the two."),
        "value: 1.234\nvalue: 1.345",
        "value: 1.234",
    ),
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
        N_("a text; put a number or a yes/no that is meant as text in double quotes."),
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
        N_("{found} found where keys with values are expected"),
        N_("keys with values, two spaces further in."),
        'label: "Contribution"',
        'label: {fr: "Contribution à l’ESA", en: "Contribution to ESA"}',
    ),
    "empty": Code(N_("this is empty"), N_("at least one entry."), "sources: []", "sources: [cnes-seed-fr]"),
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
        N_("an identifier of {where}."),
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
        N_("the period {found} comes after {before}"),
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
    # Formulas
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
    # Values that belong together
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
        N_("another value; a source that gives the same value goes under “sources”."),
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
    # Time
    "stale-figure": Code(
        N_("the figure “{id}” was to be looked at again by {found}; it is {on}"),
        N_("a look at its sources, then a new date under “review_by”, or none."),
        "review_by: 2025-01-31",
        "review_by: 2027-01-31",
    ),
    "past-forecast": Code(
        N_("a forecast of “{id}” for {found}, which has passed; it is {on}"),
        N_("the value that came about, or no “status” where the figure is itself a plan."),
        "- period: 2022\n  value: 1.2\n  status: forecast",
        "- period: 2022\n  value: 1.234",
    ),
    "stale-programme": Code(
        N_("the launch of “{id}” was planned for {found}, which has passed; it is {on}"),
        N_("the date of the launch without “planned”, a new date, or “unconfirmed: true” where no source says."),
        "launch: {period: 2025, planned: true}\nstate: {value: development}",
        "launch: {period: 2025-11-17}\nstate: {value: operation}",
    ),
    "added-needed": Code(
        N_("the value of “{id}” for {period} was not on the site on its first day, and no “added” says when it came"),
        N_("the day on which it comes onto the site: the list of changes and the feed are made from it."),
        "- period: 2030\n  value: 1.345",
        "- period: 2030\n  value: 1.345\n  added: 2030-02-01",
    ),
    "past-plan": Code(
        N_("something of “{id}” was planned for {found}, which has passed; it is {on}"),
        N_("the date on which it happened, without “planned”, or a new date."),
        "period: 2025-11\nplanned: true",
        "period: 2025-11-26/2025-11-27",
    ),
    "plan-not-marked": Code(
        N_("{found} is yet to come for “{id}”, which is not marked as planned; it is {on}"),
        N_("“planned: true” until it has happened: readers then see that it is planned."),
        "period: 2028-11",
        "period: 2028-11\nplanned: true",
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
}
