"""The guide's reference tables: the keys of each record, and every problem's code, taken from the code itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from factbook import model
from factbook.i18n.messages import PACKAGE_LOCALE_DIR, translations
from factbook.pages.markdown import escape_text
from factbook.problems import CODES, Code
from factbook.problems.codes import N_

Translate = Callable[[str], str]
Typography = Callable[[str], str]

# The records that editors write, by their names in the guide.
RECORDS: Mapping[str, type[model.Record]] = {
    "figure": model.Figure,
    "observation": model.Observation,
    "disagreement": model.Disagreement,
    "change": model.Change,
    "source": model.Source,
    "source-exception": model.SourceException,
    "programme": model.Programme,
    "launch": model.Launch,
    "state": model.State,
    "statement": model.Statement,
    "partner": model.Partner,
    "esa-membership": model.EsaMembership,
    "agreement": model.Agreement,
    "council": model.Council,
    "code-lists": model.CodeLists,
    "unit": model.Unit,
    "noun": model.Noun,
    "term": model.Term,
}
_NAMES = {record.__name__: name for name, record in RECORDS.items()}

_HEADS = (N_("Key"), N_("What it says"), N_("Needed"), N_("What is written"), N_("Example"))
_FORMS: Mapping[str, str] = {
    "array": N_("a list of identifiers"),
    "boolean": N_("a yes or a no"),
    "integer": N_("a whole number"),
    "object": N_("a text in each language"),
    "string": N_("a text"),
    "date": N_("a day"),
    "uri": N_("a web address"),
    "pattern": N_("a word of a fixed form"),
    "number": N_("a number or a day"),
    "period": N_("a year, a month, a day or an interval"),
    "records": N_("a list, each entry with the keys of {name}"),
    "by-name": N_("names, each with the keys of {name}"),
    "record": N_("the keys of {name}"),
}
_YES, _NO, _ELSE = N_("yes"), N_("no"), N_("no; otherwise {word}")
_KEYS, _EXAMPLES = N_("The keys"), N_("Examples")
_EXPECTED, _WRONG, _RIGHT = N_("Expected: "), N_("Wrong:"), N_("Right:")


def record_table(name: str, language: str, typography: Typography) -> str:
    """Return a Markdown table of the keys of a record of RECORDS, collapsed, in the language of the page.

    Raises KeyError for another name.
    """
    translate = translations(PACKAGE_LOCALE_DIR, language).gettext
    schema = _schema(name)
    needed = schema.get("required", ())
    rows = []
    for key, given in schema["properties"].items():
        about = _text(translate(given["description"]), typography)
        examples = RECORDS[name].model_fields[key].examples or _without_null(given).get("examples", ())
        cells = _cells(key in needed, given, translate, typography)
        rows.append([f"`{key}`", about, *cells, _example(key, given, next(iter(examples), None))])
    lines = [[_text(translate(head), typography) for head in _HEADS], ["---"] * len(_HEADS), *rows]
    table = "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
    return f"{_opened(translate(_KEYS), typography)}\n{table}\n</details>\n"


@cache
def _schema(name: str) -> Mapping[str, Any]:
    return RECORDS[name].model_json_schema()


def _cells(needed: bool, given: Mapping[str, Any], translate: Translate, typography: Typography) -> Iterator[str]:
    """Return whether a key is required and its type, from its JSON Schema."""
    default = given.get("default")
    given = _without_null(given)
    if needed:
        yield _text(translate(_YES), typography)
    elif default in (None, []):
        yield _text(translate(_NO), typography)
    else:
        yield _text(translate(_ELSE), typography).replace("&#123;word&#125;", f"`{_yaml(default)}`")
    kind, name = _form(given)
    if words := given.get("enum"):
        yield ", ".join(f"`{word}`" for word in words)
    else:
        yield _text(translate(_FORMS[kind]), typography).replace("&#123;name&#125;", f"[`{name}`](#keys-{name})")


def _example(key: str, given: Mapping[str, Any], example: object) -> str:
    if example is None:
        return ""
    given = _without_null(given)
    return f"`{key}: {_yaml(example, bare=_form(given)[0] != 'string' or 'enum' in given)}`"


def _without_null(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of an optional value without its null."""
    options = [option for option in given.get("anyOf", ()) if option.get("type") != "null"]
    if len(options) != 1:
        return given
    return {**{key: value for key, value in given.items() if key != "anyOf"}, **options[0]}


def _form(given: Mapping[str, Any]) -> tuple[str, str]:
    """Return a key of _FORMS, and the name of the record that it refers to."""
    if name := _record(given):
        return "record", name
    if name := _record(given.get("items", {})):
        return "records", name
    if name := next(filter(None, map(_record, _named(given))), ""):
        return "by-name", name
    if options := given.get("anyOf"):
        return ("number" if any(option.get("type") == "number" for option in options) else "period"), ""
    if given.get("format") in _FORMS:
        return str(given["format"]), ""
    return ("pattern" if "pattern" in given else str(given["type"])), ""


def _named(given: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the schemas of the values of a mapping."""
    return [*given.get("patternProperties", {}).values(), given.get("additionalProperties") or {}]


def _record(schema: Mapping[str, Any]) -> str:
    return _NAMES.get(str(schema.get("$ref", "")).rpartition("/")[2], "")


def _yaml(value: object, bare: bool = True) -> str:
    """Return a value as one line of YAML; texts in double quotes, words without."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_yaml(text, bare=False)}" for key, text in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_yaml, value)) + "]"
    if isinstance(value, str) and not bare:
        return f'"{value}"'
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(text: str, typography: Typography) -> str:
    return escape_text(typography(text))


def code_list(language: str, typography: Typography) -> str:
    """Return every problem's code with its message and examples, as Markdown below headings of the third level."""
    translate = translations(PACKAGE_LOCALE_DIR, language).gettext
    return "\n".join(line for name, code in CODES.items() for line in _code_lines(name, code, translate, typography))


def _code_lines(name: str, code: Code, translate: Translate, typography: Typography) -> Iterator[str]:
    yield f"### `{name}` {{: #code-{name} }}\n"
    sentences = [_sentence(translate(code.message))]
    if re.search(r"\w", expected := _open(translate(code.expected))):
        sentences.append(translate(_EXPECTED) + expected)
    yield _text(" ".join(sentences), typography) + "\n"
    examples = [
        (label, example) for label, example in ((_WRONG, code.bad_example), (_RIGHT, code.good_example)) if example
    ]
    if examples:
        yield _opened(translate(_EXAMPLES), typography)
        for label, example in examples:
            yield f"{_text(translate(label), typography)}\n\n```text\n{example.strip(chr(10))}\n```\n"
        yield "</details>\n"


def _opened(summary: str, typography: Typography) -> str:
    """Return the beginning of a collapsed part: the guide would be too long otherwise."""
    return f'<details markdown="1">\n<summary>{_text(summary, typography)}</summary>\n'


def _open(text: str) -> str:
    """Return a message whose values are not known, with an ellipsis for each."""
    return text.format_map(defaultdict(lambda: "…", hint="")).replace("….", "…")


def _sentence(text: str) -> str:
    text = _open(text)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "…")) else ".")
