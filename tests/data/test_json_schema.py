"""The JSON Schemas accept the data that the check accepts, and reject wrong data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from factbook.data import json_schema
from factbook.data.config import load_site
from factbook.data.yaml import parse_yaml, read_yaml
from factbook.model import KINDS
from tests.conftest import ROOT, SMALL

SITE = load_site(ROOT)
FOLDER = ROOT / SITE.data / json_schema.FOLDER
DATA = sorted((ROOT / SITE.data).rglob("*.yml"))
WRONG = yaml.safe_load((ROOT / "tests" / "cases" / "schemas" / "wrong.yml").read_text(encoding="utf-8"))


def validator(kind: str) -> Draft202012Validator:
    """Return the validator of a committed schema, with the formats of dates."""
    schema = json.loads((FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def kind_of(path: Path) -> str:
    """Return the kind of a data file, by its folder or name."""
    return {info.location: info.schema for info in KINDS.values()}.get(path.parent.name, path.stem)


def faults(kind: str, value: Any) -> list[str]:
    return [error.message for error in validator(kind).iter_errors(value)]


def test_the_schemas_are_up_to_date() -> None:
    """The committed schemas are those of the models (`factbook schema`)."""
    assert json_schema.drift(FOLDER, SITE.codes) == []


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_every_data_file_is_valid_by_its_schema(path: Path) -> None:
    """Each data file is valid by its schema, and names it."""
    file = path.relative_to(ROOT).as_posix()
    assert faults(kind_of(path), read_yaml(ROOT, file).value) == []
    first = path.read_text(encoding="utf-8").split("\n")[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named, f"{file} does not begin with its schema"
    assert (path.parent / named[1]).resolve() == FOLDER / f"{kind_of(path)}.schema.json"


@pytest.mark.parametrize("case", WRONG, ids=lambda case: f"{case['kind']}: {case['name']}")
def test_wrong_data_is_rejected(case: dict[str, Any]) -> None:
    """The schema rejects a mistake."""
    document = parse_yaml(case["yaml"], "case.yml")
    assert document.problems == []
    told = faults(case["kind"], document.value)
    assert [words for words in case["says"] if not any(words in fault for fault in told)] == [], told


def properties(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every key of every record of a schema."""
    if isinstance(node, dict):
        for name, given in node.get("properties", {}).items():
            yield f"{path}.{name}", given
        for name, below in node.items():
            yield from properties(below, f"{path}.{name}" if name != "properties" else path)


@pytest.mark.parametrize("kind", json_schema.KINDS)
def test_every_key_has_a_description_and_an_example(kind: str) -> None:
    """Each key has a description, and an example or a list of values."""
    schema = json_schema.file_schema(kind, ("fr", "en"))
    for path, given in properties(schema):
        if ".Localised." in path or path.endswith((".noun.fr", ".noun.en")):
            continue
        assert given.get("description"), path
        told = {"examples", "enum", "$ref"} & given.keys() or "$ref" in given.get("items", {})
        mapping = given.get("type") in ("boolean", "object")
        assert told or mapping, f"{path} has no example"
    for name, part in {**schema["$defs"], kind: schema}.items():
        if "properties" in part:
            assert part["additionalProperties"] is False, name


def test_the_configuration_alone_requires_a_third_language() -> None:
    """The languages that each text needs come from mkdocs.yml only."""
    text = json_schema.file_schema("sources", ("fr", "en", "de"))["$defs"]["Localised"]
    assert text["required"] == ["fr", "en", "de"]


def test_identifiers_of_the_data_are_not_fixed_in_the_schemas() -> None:
    """The schemas stay up to date when a source or unit is added."""
    text = json.dumps(json_schema.file_schema("figures", ("fr", "en")))
    assert "rank-contributor" not in text
    assert json_schema.written(load_site(SMALL).codes) == json_schema.written(SITE.codes)


def test_drift_is_found_and_fixed(tmp_path: Path) -> None:
    """A changed, missing or superfluous schema file is named, and then written or removed."""
    json_schema.write(tmp_path, ("fr", "en"))
    (tmp_path / "sources.schema.json").write_text("{}", encoding="utf-8")
    (tmp_path / "figures.schema.json").unlink()
    (tmp_path / "old.schema.json").write_text("{}", encoding="utf-8")
    names = ["figures.schema.json", "old.schema.json", "sources.schema.json"]
    assert json_schema.drift(tmp_path, ("fr", "en")) == names
    assert json_schema.write(tmp_path, ("fr", "en")) == names
    assert json_schema.drift(tmp_path, ("fr", "en")) == []
    assert not (tmp_path / "old.schema.json").exists()


def commented_json(path: Path) -> Any:
    """Return VS Code's settings, JSON with comment lines."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return json.loads("\n".join(line for line in lines if not line.lstrip().startswith("//")))


def test_vs_code_knows_the_schema_of_every_data_file() -> None:
    """VS Code's settings of the project have a schema for each data file."""
    settings = commented_json(ROOT / ".vscode" / "settings.json")
    found = {}
    for schema, pattern in settings["yaml.schemas"].items():
        assert (ROOT / schema).is_file()
        found.update(dict.fromkeys(ROOT.glob(pattern), schema))
    assert {path: f"data/schema/{kind_of(path)}.schema.json" for path in DATA} == found
    assert commented_json(ROOT / ".vscode" / "extensions.json")["recommendations"] == ["redhat.vscode-yaml"]


def test_the_pre_commit_hooks_run_existing_commands() -> None:
    """The hooks of pre-commit are this project's own commands."""
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = {hook["id"]: hook for repo in config["repos"] for hook in repo["hooks"]}
    assert {repo["repo"] for repo in config["repos"]} == {"local"}
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert hooks["factbook-check"]["entry"].split()[0] == "make"
    assert hooks["factbook-check"]["entry"].split()[1] in targets
    assert all(re.search(hooks["factbook-check"]["files"], path.relative_to(ROOT).as_posix()) for path in DATA)
    assert hooks["factbook-schema"]["entry"] == ".venv/bin/factbook schema --check"
    assert re.search(hooks["factbook-schema"]["files"], "scripts/factbook/model/records.py")
