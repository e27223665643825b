"""The theme's interface strings can be read, before anything is rendered with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.data.yaml import read_text
from factbook.i18n.messages import StringsError, catalogue_file, parse_strings, translations
from factbook.model import Place
from factbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.data.config import Site


def check_theme_languages(site: Site) -> Iterator[Problem]:
    """Return the languages without theme strings where others have them: readers would see English."""
    if not site.locale_folder.is_dir():
        return
    for code in site.codes:
        path = catalogue_file(site.locale_folder, code)
        if not path.is_file():
            place = site.configuration.place(("plugins",))
            values = {"language": code, "file": path.relative_to(site.root).as_posix()}
            yield Problem("no-strings", place, values, severity="warning")


def check_theme_strings(site: Site) -> Iterator[Problem]:
    """Return the problems of the theme's gettext catalogues; a language without one has none."""
    for code in site.codes:
        path = catalogue_file(site.locale_folder, code)
        if not path.is_file():
            continue
        file = path.relative_to(site.root).as_posix()
        text, problems = read_text(site.root, file)
        yield from problems
        if problems:
            continue
        try:
            parse_strings(text)
            translations(site.locale_folder, code)
        except StringsError as error:
            yield Problem("interface-strings", Place(file, max(1, error.line)), {"meaning": error.meaning})
