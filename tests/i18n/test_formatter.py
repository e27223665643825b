"""Golden cases of tests/cases/wording, which need no Python to add.

A case has `call` (a method of Formatter), `args` (as in YAML data), and for each language the result: a text, a
list, or `{error: part of the message}`. Scalars are read as text, so that 22.070 keeps its digits.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.localedata import locale_identifiers

from factbook.i18n.formatter import Formatter, Style
from factbook.model import Noun, Partner, Period, Unit, parse_period

CASES = Path(__file__).parents[1] / "cases" / "wording"
STYLES: tuple[Style, ...] = ("prose", "short")


def _value(text: str) -> Decimal | date:
    return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else Decimal(text)


def _period(text: str) -> Period:
    """A period of the data; `2022/2023 (undated)` is that of an undated source."""
    bare = text.removesuffix(" (undated)")
    return replace(parse_period(bare), undated=bare != text)


READ = {
    ("ordinal", "value"): int,
    "value": _value,
    "day": date.fromisoformat,
    "period": _period,
    "noun": Noun.model_validate,
    "partner": Partner.model_validate,
    "unit": Unit.model_validate,
}


def read_cases(text: str) -> list[dict[str, Any]]:
    """Return the cases of one file, each with the file's strings. Raises ValueError for a key that is not used."""
    file = yaml.load(text, Loader=yaml.BaseLoader)
    if unknown := set(file) - {"cases", "strings"}:
        raise ValueError(f"unknown keys: {unknown}")
    for case in file["cases"]:
        if not {"call", "args"} < set(case):
            raise ValueError(f"call, args and a language are expected in {case}")
        if not inspect.isfunction(getattr(Formatter, case["call"], None)):
            raise ValueError(f"Formatter has no “{case['call']}”")
        for code in set(case) - {"call", "args"}:
            if code.replace("-", "_") not in locale_identifiers():
                raise ValueError(f"“{code}” is neither call, args nor a language")
        case["strings"] = file.get("strings", {})
    return list(file["cases"])


def cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.yml")):
        for case in read_cases(path.read_text(encoding="utf-8")):
            for code in sorted(set(case) - {"call", "args", "strings"}):
                name = f"{path.stem}-{case['call']}-{'-'.join(map(str, case['args'].values()))[:60]}-{code}"
                found.append(pytest.param(case, code, id=name))
    return found


def run(case: dict[str, Any], code: str) -> Any:
    call, strings = case["call"], case["strings"].get(code, {})
    args = {
        name: READ.get((call, name), READ.get(name, lambda given: given))(given)  # type: ignore[operator]
        for name, given in case["args"].items()
    }
    result = getattr(Formatter(code, lambda msgid: strings.get(msgid, msgid)), call)(**args)
    if isinstance(result, list):
        return [[str(part) for part in item] for item in result]
    return str(result).lower() if isinstance(result, bool) else result


@pytest.mark.parametrize(("case", "code"), cases())
def test_the_formatter_returns_the_forms_of_each_case(case: dict[str, Any], code: str) -> None:
    expected = case[code]
    if isinstance(expected, dict):
        assert set(expected) == {"error"}
        with pytest.raises(ValueError, match=re.escape(expected["error"])):
            run(case, code)
        return
    assert run(case, code) == expected
    if case["call"] == "typography":
        wording, text = Formatter(code), case["args"]["text"]
        assert wording.typography(expected) == expected, "typography is idempotent"
        assert bool(wording.typography_faults(text)) == (text != expected)


@pytest.mark.parametrize(
    "text",
    [
        "cases: [{call: amonut, args: {}, fr: x}]",
        "cases: [{call: number, arg: {value: 1}, fr: x}]",
        "cases: [{call: number, args: {value: 1}, frr-XX: x}]",
        "cases: [{call: number, args: {value: 1}}]",
        "case: []",
    ],
)
def test_a_mistake_in_a_case_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"no “|neither|expected|unknown"):
        read_cases(text)


def test_an_unknown_argument_or_language_is_an_error() -> None:
    with pytest.raises(TypeError, match="unexpected keyword"):
        run({"call": "number", "args": {"valeu": "1"}, "strings": {}}, "fr")
    with pytest.raises(ValueError, match="CLDR knows no language"):
        Formatter("xx")


def test_every_language_of_cldr_has_every_form() -> None:
    for code in (code for code in locale_identifiers() if "_" not in code):
        wording = Formatter(code)
        for text in ("0", "1", "1.5", "-22.070", "999.95", "1311.7"):
            value = Decimal(text)
            for style in STYLES:
                assert wording.amount(value, "million", "EUR", style)
                assert wording.count(value, "billion", None, style)
            assert wording.percent(value)
        for text in ("2022", "2022-11", "2022-11-22/2022-11-23", "2022-11/2023-01", "2019/2022"):
            for style in STYLES:
                assert "{" not in wording.period(parse_period(text), style)
        assert wording.ordinal(2)
        assert wording.country("FR")
        assert wording.list_of(["a", "b", "c"])


def test_typography_of_hostile_text_is_fast_and_idempotent() -> None:
    for part in ("`", "<", "<!--", "{{", "]( ", "« ", "' ", "```\n", "|:-", "<pre>", " :", "www."):
        text = f"l'air {part * 5000} l'eau"
        fixed = Formatter("fr").typography(text)
        assert fixed.startswith("l’air")
        assert Formatter("fr").typography(fixed) == fixed
