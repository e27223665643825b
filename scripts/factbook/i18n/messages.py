"""Interface strings in each language, from gettext catalogues (`.po`) as Babel reads them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations

PACKAGE_LOCALE_DIR = Path(__file__).parent / "locale"
DOMAIN = "factbook"
_PART = re.compile(r"{(\w+)}")


def catalogue_file(folder: Path, language: str) -> Path:
    """Where gettext keeps the catalogue of a language: `<folder>/<language>/LC_MESSAGES/factbook.po`."""
    return folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"


class StringsError(ValueError):
    """A catalogue cannot be read: in which line, and what gettext's format wants there."""

    def __init__(self, line: int, meaning: str):
        self.line, self.meaning = line, meaning
        super().__init__(f"{line}: {meaning}")


def parse_strings(text: str) -> Catalog:
    """A catalogue from its text. Raises StringsError."""
    # The text is decoded already, whatever encoding its head names.
    text = re.sub(r"(?m)^(\"Content-Type: text/plain; charset=)[^\\\"]*", r"\1utf-8", text)
    try:
        return read_po(StringIO(text), domain=DOMAIN, abort_invalid=True)
    except PoFileError as error:
        raise StringsError(getattr(error, "lineno", 0) + 1, str(error)) from None
    except (ValueError, LookupError, IndexError, TypeError, SyntaxError, AttributeError) as error:
        raise StringsError(1, str(error) or type(error).__name__) from None


@cache
def _read(path: Path, stamp: tuple[int, int]) -> NullTranslations:
    compiled = BytesIO()
    write_mo(compiled, parse_strings(path.read_text(encoding="utf-8-sig")))
    compiled.seek(0)
    try:
        return Translations(compiled, domain=DOMAIN)
    except (ValueError, LookupError, SyntaxError) as error:  # its rule for plurals, of all there is
        raise StringsError(1, str(error)) from None


def translations(folder: Path, language: str) -> NullTranslations:
    """The strings of `language`; where there is no catalogue, or no entry, a string stands for itself."""
    path = catalogue_file(folder, language)
    if not path.is_file():
        return NullTranslations()
    status = path.stat()
    return _read(path, (status.st_mtime_ns, status.st_size))


def catalog_entries(folder: Path, language: str) -> Mapping[str, str]:
    """Every string of the catalogue with its translation (itself where none is given), for the theme."""
    path = catalogue_file(folder, language)
    if not path.is_file():
        return {}
    catalogue = parse_strings(path.read_text(encoding="utf-8-sig"))
    return {
        message.id: message.string or message.id
        for message in catalogue
        if isinstance(message.id, str) and message.id and isinstance(message.string, str)
    }


def interpolate(pattern: str, parts: Mapping[str, str]) -> str:
    """An interface string with its {parts} filled in, in one go: braces in a part stay as they are."""
    return _PART.sub(lambda match: parts.get(match[1], match[0]), pattern)


def editor_language(environment: Mapping[str, str] | None = None) -> str:
    """The language of messages to editors: the first of LANGUAGE, LC_ALL, LC_MESSAGES, LANG that is set.

    Returns a language for which the package has a catalogue, else the language the messages are written in.
    """
    environment = os.environ if environment is None else environment
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for wanted in environment.get(variable, "").split(":"):
            code = wanted.partition(".")[0].partition("_")[0]
            if code in editor_languages():
                return code
    return SOURCE_LANGUAGE


SOURCE_LANGUAGE = "en"


def editor_languages() -> list[str]:
    """The languages that messages to editors exist in: the one they are written in, and the catalogues."""
    return sorted({SOURCE_LANGUAGE, *(folder.parent.parent.name for folder in PACKAGE_LOCALE_DIR.glob("*/*/*.po"))})
