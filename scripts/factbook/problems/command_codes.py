"""Codes of problems of commands: typed values, compared versions, addresses of sources."""

from __future__ import annotations

from collections.abc import Mapping

from factbook.problems.code import N_, Code

COMMAND_CODES: Mapping[str, Code] = {
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
        N_("missing required options: {options}"),
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
    # Two versions compared
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
}
