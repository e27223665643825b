"""Read interface strings from gettext catalogues (`.po`), and choose the language of messages to editors."""

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
    """Return the path of a language's catalogue: `<folder>/<language>/LC_MESSAGES/factbook.po`."""
    return folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"


class StringsError(ValueError):
    """A syntax error of a catalogue: its line, from 1, and what the gettext format expects there."""

    def __init__(self, line: int, meaning: str):
        self.line, self.meaning = line, meaning
        super().__init__(f"{line}: {meaning}")


def parse_strings(text: str) -> Catalog:
    """Parse the text of a catalogue. Raises StringsError."""
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
    """Return the strings of `language`. A string without a translation, or without a catalogue, is returned as it is.

    Raises StringsError for a catalogue that cannot be parsed.
    """
    path = catalogue_file(folder, language)
    if not path.is_file():
        return NullTranslations()
    status = path.stat()
    return _read(path, (status.st_mtime_ns, status.st_size))


def catalog_entries(folder: Path, language: str) -> Mapping[str, str]:
    """Return every string of a catalogue with its translation, or itself where it has none, for the theme."""
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
    """Return an interface string with its {parts} filled in, in one pass: braces inside a part are kept."""
    return _PART.sub(lambda match: parts.get(match[1], match[0]), pattern)


def editor_language(environment: Mapping[str, str] | None = None) -> str:
    """Return the language of messages to editors: the first of LANGUAGE, LC_ALL, LC_MESSAGES, LANG with a catalogue.

    Without one it is the language that the messages are written in.
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
    """Return the codes of the languages that messages to editors exist in, the source language among them."""
    return sorted({SOURCE_LANGUAGE, *(folder.parent.parent.name for folder in PACKAGE_LOCALE_DIR.glob("*/*/*.po"))})
