"""Codes of problems in pages and in the configuration: templates, texts, translations, charts."""

from __future__ import annotations

from collections.abc import Mapping

from factbook.problems.code import N_, Code

PAGE_CODES: Mapping[str, Code] = {
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
        N_("each pair of braces closed by a pair of braces, and each “for” and “if” by its end."),
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
        N_("the template exceeds its limits ({found})"),
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
    # Text of pages and data
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
        N_("the current value; the value published before goes under “change”."),
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
    # Twins and translations
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
        N_("the link to “{target}” occurs {here} times in {page} and {there} times in {other}"),
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
        N_("one of {languages} under “of”, and the “hash” that “factbook confirm-translation” writes."),
        "translation: fr",
        'translation: {of: fr, hash: "ab12cd34"}',
    ),
    "outdated-translation": Code(
        N_("{other} has changed since {page} was translated from it"),
        N_("a page that says the same again, then “factbook confirm-translation {name}”."),
        "",
        "",
    ),
    "unconfirmed-translation": Code(
        N_("nobody has confirmed that {page} says what {other} says"),
        N_("both pages read side by side, then “factbook confirm-translation {name}”."),
        "",
        "",
    ),
    "no-page": Code(
        N_("there is no page called “{found}” in “{language}”{hint}"),
        N_("the name of a file of that language, without .md."),
        "factbook confirm-translation partnaires",
        "factbook confirm-translation partners",
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
    # Configuration
    "configuration": Code(
        N_("the configuration is not right: {found}"),
        N_("{expected}."),
        "",
        "plugins:\n  - factbook:\n      languages:\n        fr: {name: Français}\n        en: {name: English}",
    ),
}
