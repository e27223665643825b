"""No page runs anything: pages come in by pull request, and HTML in Markdown is published as it is typed.

A strict Content-Security-Policy stops it in the browser; here it never gets that far, and is told with its line.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from factbook.model import Place
from factbook.pages.markdown import lines_of
from factbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.pages.outline import Outline

_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
# Elements that run, load or submit something (HTML, 4.2, 4.8, 4.10, 4.12), attributes that do (8.1.8.2), addresses
# that do (WHATWG URL, 4.3: white space and control characters before the scheme, or in it, do not count).
_ELEMENTS = (
    "script|style|iframe|frame|object|embed|applet|form|link|meta|base|template|portal|foreignObject|animate|set"
)
_SCHEME = r"(?:[\s\x00-\x20]|&(?:#\d+|#x[0-9a-f]+|\w+);?)*"
_UNSAFE = re.compile(
    rf"<\s*/?\s*(?:{_ELEMENTS})(?=[\s/>]|$)"
    r"|(?<=[\s\"'/{])(?:on[a-z]+|style|srcdoc|formaction)\s*=(?=[^{}<>]*[>}])"
    rf"|(?:(?:href|src|action|data|poster|xlink:href)\s*=\s*[\"']?|\]\(\s*<?|\]:\s*<?|<){_SCHEME}"
    r"(?:j[\s\x00]*a[\s\x00]*v[\s\x00]*a[\s\x00]*s[\s\x00]*c[\s\x00]*r[\s\x00]*i[\s\x00]*p[\s\x00]*t"
    r"|vbscript|data|file|blob)[\s\x00]*(?::|&#0*58|&#x0*3a|&colon)",
    re.IGNORECASE,
)


def check_markup(outline: Outline) -> Iterator[Problem]:
    """Problems of templates that would run a script, set a style, or lead to another kind of address."""
    for template in outline.templates.values():
        for number, (line, code) in enumerate(lines_of(template.source), start=1):
            if code:
                continue
            text = _CODE.sub(lambda match: " " * len(match.group()), line)
            plain = list(_UNSAFE.finditer(text))
            # A browser reads character references first: what only shows then is told at the start of its line.
            for match in plain or _UNSAFE.finditer(unescape(text)):
                found = match.group().strip()
                place = Place(template.file, number, match.start() + 1 if plain else 1)
                yield Problem("unsafe-markup", place, {"found": found}, length=len(found))
