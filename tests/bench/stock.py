"""A stock site of the same pages: MkDocs, Material, mkdocs-static-i18n and mkdocs-macros-plugin only.

Its pages are the plain Markdown of our staged tree in static-i18n's folder structure; the figure that
changes is a variable of a YAML file on every page that shows it, as users of the macros plugin write it.
"""

from __future__ import annotations

import json
import re
import shutil
from io import StringIO
from typing import TYPE_CHECKING, Any

import yaml

from factbook.build.engine_config import configuration_name
from factbook.data.config import Language, load_site
from tests.bench.projects import Edit, Project, aligned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

VARIABLES = "data/figures.yml"
_JINJA = re.compile(r"\{[{%#]")
_HEAD = re.compile(r"---\n.*?\n---\n", re.DOTALL)


def lay_out(project: Project, target: Path) -> Edit:
    """Write the stock site of a project's pages into `target`; gives the edit that changes its figure."""
    site = load_site(project.folder)
    variables: dict[tuple[str, str], str] = {}
    for code in site.codes:
        shutil.copytree(project.staged / code, target / "docs" / code)
        for page in (target / "docs" / code).rglob("*.md"):
            other = project.staged_after / page.relative_to(target / "docs")
            text = with_variables(
                page.read_text("utf-8"), other.read_text("utf-8"), variables, "{{{{ {} }}}}", _shielded
            )
            page.write_text(text, encoding="utf-8")
    edit = Edit({VARIABLES: values(variables)})
    (target / VARIABLES).parent.mkdir()
    edit.write(target, changed=False)
    _write_configuration(project.staged, site.languages, target)
    return edit


def with_variables(
    before: str,
    after: str,
    variables: dict[tuple[str, str], str],
    pattern: str,
    shielded: Callable[[str], str] = str,
) -> str:
    """A page's text with a variable, written as `pattern`, for each word that the change of the figure changes."""
    head = _HEAD.match(before)
    start = head.end() if head else 0
    after_head = _HEAD.match(after)
    new = after[after_head.end() if after_head else 0 :]

    def lines() -> Iterator[str]:
        for old_line, new_line in zip(shielded(before[start:]).split("\n"), shielded(new).split("\n"), strict=True):
            yield "".join(
                first if first == second
                else pattern.format(variables.setdefault((first, second), f"figure_{len(variables)}"))
                for first, second in aligned(old_line, new_line)
            )  # fmt: skip

    return before[:start] + "\n".join(lines())


def values(variables: Mapping[tuple[str, str], str]) -> tuple[str, str]:
    """The YAML file of the variables, before and after the change."""
    before, after = (
        "".join(f"{name}: {json.dumps(pair[side], ensure_ascii=False)}\n" for pair, name in variables.items())
        for side in (0, 1)
    )
    return before, after


def _shielded(text: str) -> str:
    """The text in which nothing reads as Jinja that is none."""
    return _JINJA.sub(lambda found: '{{ "' + found.group() + '" }}', text)


def _write_configuration(staged: Path, languages: tuple[Language, ...], target: Path) -> None:
    first, *_ = nodes = [_load(staged / configuration_name(language.code)) for language in languages]
    each = [
        _mapping(
            locale=language.code,
            name=language.name,
            default=not language.prefix,
            **{key: found for key in ("site_name", "site_description", "nav") if (found := _get(node, key))},
        )
        for language, node in zip(languages, nodes, strict=True)
    ]
    i18n = _mapping(docs_structure="folder", fallback_to_default=False, languages=_sequence(each))
    macros = _mapping(include_yaml=[VARIABLES])
    plugins = _get(first, "plugins")
    assert isinstance(plugins, yaml.SequenceNode)
    plugins.value += [_mapping(i18n=i18n), _mapping(macros=macros)]
    theme = _get(first, "theme")
    assert isinstance(theme, yaml.MappingNode)
    theme.value = [pair for pair in theme.value if pair[0].value not in {"custom_dir", "static_templates"}]
    own = {"docs_dir", "site_dir", "nav", "extra", "hooks"}
    first.value = [pair for pair in first.value if pair[0].value not in own]
    # The macros plugin does not watch its data by itself.
    first.value += _mapping(docs_dir="docs", site_dir="site", watch=["data"]).value
    text = yaml.serialize(first, Dumper=yaml.SafeDumper, allow_unicode=True)
    (target / "mkdocs.yml").write_text(text, encoding="utf-8")


def _load(file: Path) -> yaml.MappingNode:
    """A configuration as YAML nodes, so that tags such as !ENV stay as they are."""
    node = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    assert isinstance(node, yaml.MappingNode)
    return node


def _get(node: yaml.MappingNode, key: str) -> yaml.Node | None:
    return next((value for name, value in node.value if name.value == key), None)


def _mapping(**values: Any) -> yaml.MappingNode:
    """A mapping of plain values and of nodes."""
    dumper = yaml.SafeDumper(StringIO())
    pairs = [
        (dumper.represent_data(key), value if isinstance(value, yaml.Node) else dumper.represent_data(value))
        for key, value in values.items()
    ]
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs)


def _sequence(nodes: list[yaml.MappingNode]) -> yaml.SequenceNode:
    return yaml.SequenceNode("tag:yaml.org,2002:seq", nodes)
