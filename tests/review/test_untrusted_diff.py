"""A forged diff is refused, and no text of a diff becomes a link, a picture, a mention or an element of the comment."""

from __future__ import annotations

import copy
import json
import re
import shutil
import time
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import cmarkgfm
import pytest
import yaml
from cmarkgfm.cmark import Options

from factbook.review import as_json, as_markdown, compare, from_json
from factbook.review.diff.snapshots import read_version
from factbook.review.markdown import LIMIT, escape_markdown
from tests.conftest import ROOT, SMALL

HOSTILE = ROOT / "tests" / "cases" / "hostile"
PAYLOADS = yaml.safe_load((HOSTILE / "markdown.yml").read_text(encoding="utf-8"))
REFUSED = yaml.safe_load((HOSTILE / "diff.yml").read_text(encoding="utf-8"))
SITE = "https://small.example/"
# What the generator writes itself.
ELEMENTS = {"blockquote", "br", "code", "details", "h2", "h3", "h4", "li", "p", "strong", "summary", "ul"}
ELEMENTS |= {"table", "tbody", "td", "th", "thead", "tr"}
ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def diff(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return a diff of every kind of entry, as JSON values: corrected, lost, added, one-sided, with problems."""
    folder = tmp_path_factory.mktemp("diff")
    before, after = (Path(shutil.copytree(SMALL, folder / name)) for name in ("before", "after"))
    edit(after / "data" / "figures" / "esa.yml", "value: 1.174\n", "value: 1.274\n")
    edit(after / "data" / "figures" / "esa.yml", "What France pays.", "What is paid.")
    edit(after / "docs" / "en" / "programmes.md", "description:", "slug: missions\ndescription:")
    page = after / "docs" / "fr" / "figures.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nEncore 1,174 milliard d’euros.\n", encoding="utf-8")
    found = json.loads(as_json(compare(read_version(before, "before", ON), read_version(after, "after", ON))))
    assert found["records"]
    assert found["pages"]
    assert found["one_sided"]
    assert found["change_errors"]
    assert found["problems_added"]
    return found


def edit(path: Path, old: str, new: str) -> None:
    """Replace an exact text of a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def string_leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every string below a JSON value."""
    if isinstance(value, str):
        yield path
    for key, child in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from string_leaves(child, (*path, key))


def parent(value: Any, path: tuple[Any, ...]) -> Any:
    """Return the object or array that holds the value at a path."""
    for step in path[:-1]:
        value = value[step]
    return value


class Rendered(HTMLParser):
    """The elements, link targets and text of a comment as GitHub's Markdown library renders it."""

    def __init__(self, markdown: str):
        super().__init__()
        self.elements: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.comments: list[str] = []
        self.feed(cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def assert_inert(comment: str) -> None:
    """Check that a comment has only the elements that the generator writes and links only to the site."""
    rendered = Rendered(comment)
    assert rendered.elements - ELEMENTS - {"a"} == set()
    assert [link for link in rendered.links if not link.startswith(SITE)] == []
    assert not re.search(r"@\w|(?<!\w)#\d|\bGH-\d", rendered.text)
    assert len(rendered.comments) == 1


@pytest.fixture(scope="module")
def texts(diff: Any) -> list[tuple[Any, ...]]:
    """Return the path of every string of the diff that may have any text."""
    accepted: dict[tuple[Any, ...], bool] = {}  # by the path without its indexes: entries of a list are alike
    found = []
    for path in string_leaves(diff):
        shape = tuple("" if isinstance(step, int) else step for step in path)
        if shape not in accepted:
            accepted[shape] = is_accepted(diff, path)
        if accepted[shape]:
            found.append(path)
    return found


def is_accepted(diff: Any, path: tuple[Any, ...]) -> bool:
    """Return whether the string at a path may have any text, which then is inert."""
    forged = copy.deepcopy(diff)
    parent(forged, path)[path[-1]] = PAYLOADS[0]
    try:
        comment = as_markdown(from_json(json.dumps(forged)), "en", SITE)
    except ValueError:
        return False
    assert_inert(comment)
    return True


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_of_a_diff_becomes_markup(diff: Any, texts: list[tuple[Any, ...]], payload: str) -> None:
    """Every string of a diff that is not refused appears as text, whatever it contains."""
    forged = copy.deepcopy(diff)
    for path in texts:
        parent(forged, path)[path[-1]] = f"marker {payload} marker"
    read = from_json(json.dumps(forged))
    comment = as_markdown(read, "fr", SITE, limit=10_000_000)
    assert comment.count("marker") > len(texts)
    assert_inert(comment)
    assert len(as_markdown(read, "fr", SITE)) <= LIMIT


@pytest.mark.parametrize("payload", PAYLOADS)
def test_an_escaped_text_is_read_as_it_is(payload: str) -> None:
    """The one function that escapes texts yields text alone, in a sentence, a table and a list."""
    text = escape_markdown(payload)
    for frame in ("a {} b", "| a | b |\n|---|---|\n| x {} y | **{}** |", "- x: {}", "#### figure {}", "<b>x {}</b>"):
        rendered = Rendered(frame.replace("{}", text))
        assert rendered.links == []
        assert rendered.elements <= ELEMENTS | {"b"}
        assert rendered.comments == []
        assert not re.search(r"@\w", rendered.text)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["name"])
def test_a_value_that_is_not_of_its_form_is_refused(diff: Any, case: dict[str, Any]) -> None:
    """A diff is refused at once where a code, a place, a name or a number is not of its form."""
    forged = copy.deepcopy(diff)
    path = case.get("path") or case["key"]
    holder = parent(forged, tuple(path))
    value = case["value"] * case.get("times", 1) if "value" in case else "@@"
    if "key" in case:
        holder[path[-1]][value] = next(iter(holder[path[-1]].values()))
    else:
        assert path[-1] in holder or isinstance(path[-1], int)
        holder[path[-1]] = value
    text = json.dumps(forged).replace('"@@"', case.get("json", "") * case.get("times", 1))
    start = time.process_time()
    with pytest.raises(ValueError, match="not a diff"):
        from_json(text)
    assert time.process_time() - start < 1


def test_a_diff_of_the_generator_is_accepted(diff: Any) -> None:
    """What the generator writes is read back as it was."""
    assert json.loads(as_json(from_json(json.dumps(diff)))) == diff
