"""The prose of a page's template: its text with everything else masked, at the same offsets."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from factbook.data.yaml import parse_yaml
from factbook.model import Place

COVER = "·"  # no letter, digit, space or mark of punctuation that a rule knows
READ_KEYS = ("title", "description", "menu")
_HEAD_END = re.compile(r"\n---[ \t]*(?:\n|$)")
_QUOTED = re.compile(r"""(?s)"(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+'""")
_ESCAPED = {'"': re.compile(r"\\(?:x\w{2}|u\w{4}|U\w{8}|(?s:.))"), "'": re.compile("''")}
_COMMENT = re.compile(r"(?m)(?:^|(?<=[ \t]))#.*")

# Possessive, so that hostile text cannot make the scan slow. Braces within an expression's strings are its own.
_JINJA = re.compile(
    r"""(?sx)
    \{\#.*?\#\}
  | \{\{ (?> '(?>[^'\\]|\\.)*+' | "(?>[^"\\]|\\.)*+" | (?!\}\}). )*+ \}\}
  | \{%  (?> '(?>[^'\\]|\\.)*+' | "(?>[^"\\]|\\.)*+" | (?!%\}). )*+ %\}
  | \{[{%\#][^\n]*                      # one that is not closed, which has a problem of its own
    """
)
_MARKDOWN = re.compile(
    r"""(?mx)
    (?P<fence>^[\ \t>]*(?P<marks>`{3,}|~{3,})(?s:.*?)(?:^[\ \t>]*(?P=marks)[`~]*[\ \t]*$|\Z))
  | (?P<comment><!--(?s:.{0,20000}?)-->)
  | (?P<raw><(?P<tag>pre|code|script|style|kbd|samp)\b(?s:.{0,20000}?)</(?P=tag)\s*>)
  | (?P<angle><(?:[A-Za-z!/][^<>]*)>)
  | (?P<code>(?P<ticks>(?<!`)`{1,9}(?!`))(?s:.{1,2000}?)(?<!`)(?P=ticks)(?!`))
  | (?P<address>(?:https?://|mailto:|www\.)[^\s<>"»]*[^\s<>"».,;:!?)\]])
  | \](?P<target>\((?:<[^>\n]*>|(?:[^()\s]|\([^()\s]*\))*))
      (?:(?P<open>[\ \t]+["'])[^\n]*?(?P<close>["'][\ \t]*)(?=\)))?
  | (?P<label>\]\[[^\]\n]*\])
  | (?P<footnote>\[\^[^\]\s]+\]:?)
  | (?P<abbreviation>^\*\[[^\]\n]+\]:)
  | (?P<definition>^[\ ]{0,3}\[[^\]^\n]+\]:[\ \t]*\S[^\n]*)
  | ^[\ \t]*(?P<admonition>(?:!!!|\?\?\?\+?)[\ \t]+[\w\ \t-]*)(?:(?P<before>")[^"\n]*(?P<after>"))?
  | (?P<attributes>\{(?::|[\ ]?[.\#]|[\ ]?\w+=)(?:[^{}\n]|\{\{[^{}]*\}\})*\})
  | (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
  | (?P<number>^[\ \t>]*[0-9]{1,3}[.)](?=[\ \t]))
    """
)
_KEPT = {"raw", "angle", "code"}  # with one character at either end, which typographic rules check
_PARTS = ("target", "open", "close", "admonition", "before", "after")
_LINE = re.compile(r"[^\n]+")


def _cover(text: str) -> str:
    return _LINE.sub(lambda match: COVER * len(match.group()), text)


def _ends(text: str, kept: int) -> str:
    last = max(kept, len(text) - kept)
    return text[:kept] + _cover(text[kept:last]) + text[last:]


def _template(text: str) -> str:
    """Return a template expression masked between its braces; one that is not closed, all but its beginning."""
    closed = len(text) > 3 and text.endswith(("}}", "%}", "#}"))
    return _ends(text, 2) if closed else text[:2] + _cover(text[2:])


def _covered(match: re.Match[str]) -> str:
    text, start = match.group(), match.start()
    kind = match.lastgroup or ""
    if kind == "entity":
        return ("\u00a0" if unescape(text).isspace() else COVER) * len(text)
    if kind in _KEPT:
        return _ends(text, 1)
    if kind not in _PARTS:
        return _cover(text)
    for name in _PARTS:
        if match.group(name) is not None:
            first, last = match.start(name) - start, match.end(name) - start
            text = text[:first] + _cover(text[first:last]) + text[last:]
    return text


def prose_of(text: str) -> str:
    """Return Markdown with Jinja in which everything is masked that readers do not see as it is typed.

    Masked: templates, code, addresses, tags and their attributes, character references, marks of lists and
    footnotes. The result has the length and the lines of `text`.
    """
    text = _JINJA.sub(lambda match: _template(match.group()), text)
    return _MARKDOWN.sub(_covered, text)


@lru_cache(maxsize=1024)
def prose(source: str) -> str:
    """Return a template's whole text with everything masked except prose, that of its front matter included."""
    end = _HEAD_END.search(source) if source.startswith("---\n") else None
    if not end:
        return prose_of(source)
    return _head(source[: end.start() + 1]) + _cover(end.group()[1:]) + prose_of(source[end.end() :])


def _head(head: str) -> str:
    """Return front matter with only the values of the keys that readers see; quotes, escapes and comments masked."""
    document = parse_yaml(head.removeprefix("---\n"), "", first_line=2)
    lines = [0, *(match.end() for match in re.finditer("\n", head))]

    def offset(place: Place) -> int:
        return lines[place.line - 1] + place.column - 1

    keys = sorted(offset(place) for path, place in document.keys.items() if len(path) == 1)
    result = _cover(head)
    for name in READ_KEYS:
        if (name,) not in document.keys or not isinstance(document.value.get(name), str):
            continue
        start = offset(document.values[(name,)])
        end = next((key for key in keys if key > start), len(head))
        result = result[:start] + _scalar(head[start:end]) + result[end:]
    return result


def _scalar(text: str) -> str:
    """Return a YAML scalar and what follows it in the file, masked (yaml.org/spec/1.2.2, 7.3 and 8.1)."""
    if quoted := _QUOTED.match(text):
        inner = quoted.group()[1:-1]
        shown = _ESCAPED[text[0]].sub(lambda match: COVER * len(match.group()), prose_of(inner))
        return COVER + shown + COVER + _cover(text[quoted.end() :])
    if text[0] in "|>":
        first, newline, rest = text.partition("\n")
        return _cover(first) + newline + prose_of(rest)
    return _COMMENT.sub(lambda match: _cover(match.group()), prose_of(text))


def place_at(text: str, offset: int, file: str) -> Place:
    """Return the line and column of an offset in a file's text."""
    before = text[:offset]
    return Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
