"""Sites of any size in our own format: this site's configuration, theme and entity templates, made-up facts.

A page in two is that of a figure with six values; one in four that of a programme; the rest are notes with
six figures each, but for the pages that the navigation names.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import yaml

from factbook.data.config import Site, load_site

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PARTNERS, COUNCILS = ("fr", "jp", "agency"), ("council",)
FIGURES_A_THEME, FIGURES_A_SOURCE, FIGURES_A_NOTE, VALUES = 25, 5, 6, 6
_HEAD = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_ANCHOR = re.compile(r"\]\(\.\./(\w+)\.md#([\w-]+)\)")


def of_pages(root: Path, target: Path, pages: int) -> Path:
    """A site of about `pages` pages a language, after the project at `root`; at least those it always has."""
    site = load_site(root)
    named = len(list((root / site.docs / site.codes[0]).glob("*.md")))
    rest = max(4, pages - named - len(PARTNERS) - len(COUNCILS))
    return generate(root, target, figures=rest // 2, programmes=rest // 4, notes=rest - rest // 2 - rest // 4)


def generate(root: Path, target: Path, figures: int, programmes: int, notes: int) -> Path:
    """A site with that many figures, programmes and notes, each with a page in every language."""
    site = load_site(root)
    target.mkdir(parents=True)
    shutil.copy(root / "mkdocs.yml", target)
    if site.overrides:
        shutil.copytree(root / site.overrides, target / site.overrides)
    shutil.copytree(root / site.docs / "_entities", target / site.docs / "_entities")
    _write_facts(site, root / site.data, target / site.data, figures, programmes)
    for code in site.codes:
        folder = target / site.docs / code
        folder.mkdir()
        for page in (root / site.docs / code).glob("*.md"):
            anchors = sorted(_anchors(root / site.docs / "_entities", page.stem))
            (folder / page.name).write_text(_named(page, anchors), encoding="utf-8")
        for number in range(notes):
            (folder / f"note-{number}.md").write_text(_note(number, figures, programmes), encoding="utf-8")
    return target


def _text(site: Site, words: str) -> str:
    """A localised text that says the same in every language, in YAML's flow style."""
    return "{" + ", ".join(f'{code}: "{words}"' for code in site.codes) + "}"


def _write_facts(site: Site, origin: Path, data: Path, figures: int, programmes: int) -> None:
    codes = yaml.safe_load((origin / "codelists.yml").read_text("utf-8"))
    names = [f"theme-{number}" for number in range(-(-figures // FIGURES_A_THEME))]
    del codes["themes"]
    words = _text(site, "What was counted, and by whom, for this subject and this one alone.")
    themes = "".join(f"  {name}:\n    label: {words}\n    definition: {words}\n" for name in names)
    for folder in ("figures", "programmes", "partners"):
        (data / folder).mkdir(parents=True)
    others = yaml.safe_dump(codes, allow_unicode=True, sort_keys=False)
    (data / "codelists.yml").write_text(f"themes:\n{themes}{others}", encoding="utf-8")
    sources = range(-(-figures // FIGURES_A_SOURCE))
    _write(data / "sources.yml", (_source(number) for number in sources))
    for index, name in enumerate(names):
        numbers = range(index * FIGURES_A_THEME, min(figures, (index + 1) * FIGURES_A_THEME))
        _write(data / "figures" / f"{name}.yml", (_figure(site, number) for number in numbers))
    domains = list(codes["domains"])
    for number in range(programmes):
        domain = domains[number % len(domains)]
        text = _programme(site, number, domain, number % figures)
        (data / "programmes" / f"programme-{number}.yml").write_text(text, "utf-8")
    _write(data / "partners" / "partners.yml", _partners(site, next(iter(codes["partnerships"]))))
    council = (
        f"{COUNCILS[0]}:\n  name: {_text(site, 'Council')}\n  city: {_text(site, 'Paris')}\n  country: FR\n"
        "  period: 2020-11\n  sources: [source-0]\n"
    )
    _write(data / "councils.yml", [council])


def _write(file: Path, records: Iterator[str] | Sequence[str]) -> None:
    file.write_text("\n".join(records), encoding="utf-8")


def _source(number: int) -> str:
    return (
        f'source-{number}:\n  title: "Yearly report, part {number}"\n  publisher: "CNES"\n'
        f"  url: https://cnes.example/report/{number}\n  published: 2025-06-30\n"
        "  language: en\n  official: true\n"
    )


def _figure(site: Site, number: int) -> str:
    note = _text(site, "As printed in the report. The amount was not compared with other publications.")
    values = "".join(
        f"    - period: {2019 + year}\n      value: {100 + (number * 7 + year * 13) % 900}.{1 + number % 9}\n"
        f"      sources: [source-{number // FIGURES_A_SOURCE}]\n" + (f"      note: {note}\n" if year % 2 else "")
        for year in range(VALUES)
    )
    definition = "What is paid in the year for this line of the budget, without what is paid for other lines."
    return (
        f"figure-{number}:\n  label: {_text(site, f'Line {number} of the budget')}\n"
        f"  definition: {_text(site, definition)}\n  unit: EUR\n  scale: million\n  country: FR\n"
        f"  review_by: 2099-01-31\n  observations:\n{values}"
    )


def _programme(site: Site, number: int, domain: str, figure: int) -> str:
    summary = "A probe on its way to a far planet. Several countries take part in its instruments."
    return (
        f"name: {_text(site, f'Probe {number}')}\ndomain: {domain}\nsummary: {_text(site, summary)}\n"
        f"contribution: {_text(site, 'One of the instruments is led from France.')}\npartners: [agency, jp]\n"
        f"launch:\n  period: 2020-04-14\nstate:\n  value: operation\nfigures: [figure-{figure}]\n"
        f"sources: [source-{figure // FIGURES_A_SOURCE}]\n"
    )


def _partners(site: Site, partnership: str) -> Iterator[str]:
    for country in PARTNERS[:2]:
        yield (
            f"{country}:\n  kind: country\n  country: {country.upper()}\n  partnership: {partnership}\n"
            "  sources: [source-0]\n"
        )
    yield f"{PARTNERS[2]}:\n  kind: agency\n  name: {_text(site, 'Space Agency')}\n  sources: [source-0]\n"


def _anchors(each: Path, name: str) -> set[str]:
    """The places of a named page that the templates of entities lead to."""
    found = (match for file in each.glob("*.md") for match in _ANCHOR.findall(file.read_text("utf-8")))
    return {anchor for page, anchor in found if page == name}


def _named(page: Path, anchors: Sequence[str]) -> str:
    """A page of the navigation: an index of the records that have the page's name, or of the code lists."""
    head = _HEAD.match(page.read_text("utf-8"))
    slug = yaml.safe_load(head.group(1)).get("slug") if head else None
    entry = '- <span id="{{ x.id }}"></span>{{ x.link }}'
    listed = f"{{% for x in {page.stem} %}}\n{entry}\n{{% endfor %}}\n"
    kinds = {"figures", "programmes", "partners", "councils", "sources"}
    return (
        f"---\ntitle: {page.stem}\n" + (f"slug: {slug}\n" if slug else "") + "description: An index.\n---\n"
        f"# {page.stem.capitalize()}\n\n"
        + "".join(f"## Here {{: #{anchor} }}\n\n" for anchor in anchors)
        + "".join(
            f"{{% for t in {terms} %}}\n## {{{{ t.term.label }}}} {{: #{{{{ t.id }}}} }}\n\n{{% endfor %}}\n"
            for terms in ("domains", "partnerships")
        )
        + (listed if page.stem in kinds else "")
    )


def _note(number: int, figures: int, programmes: int) -> str:
    """A page of prose with figures in its sentences and in a table."""
    ids = [f"figure-{(number * FIGURES_A_NOTE + step) % figures}" for step in range(FIGURES_A_NOTE)]
    sentences = "\n\n".join(
        f'In this field, {{{{ figure("{name}") }}}} was spent, where the year before it was '
        f'{{{{ figure("{name}").all[-2] }}}}. Those who follow the subject read it with care.'
        for name in ids
    )
    cells = "| {{ f.link }} | {{ f.short }} | {{ f.period }} |"
    rows = "\n".join(f'{{% set f = figure("{name}") %}}\n{cells}' for name in ids)
    link = f'{{{{ programme("programme-{number % programmes}").link }}}}' if programmes else ""
    return (
        "---\ntitle: A note\ndescription: What a few figures say together.\n---\n# A note\n\n"
        f"{sentences}\n\n## In a table\n\n| Figure | Value | Period |\n|---|---:|---|\n{rows}\n\n"
        f"## Further\n\nSee [the sources](sources.md). {link}\n"
    )
