"""The house stays in order: who may import what, and how large a room may grow."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "scripts" / "factbook"

# The rooms from the ground floor up (DESIGN, 4): each may import only what stands before it.
FLOORS = (
    "cache", "forking", "compiled", "period", "model", "tracing", "strings", "extraction", "problems", "reading",
    "catalogue", "site", "wording", "computing", "changes", "charts", "pages", "checks", "opendata", "configuring",
    "hosting", "staging", "flow", "compressing", "building", "looking", "previewing", "working", "editions",
    "publishing", "comparing", "visiting", "schemas", "editing", "showing", "cli", "plugin",
)  # fmt: skip
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """The dotted names that a module imports, wherever in it the statement stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found.add(node.module or "")
            if node.module == "factbook":
                found.update(f"factbook.{alias.name}" for alias in node.names)
    return found


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_only_the_plugin_knows_the_engine(module: Path) -> None:
    """The facts can move to another site engine: no room but the plugin imports MkDocs or its theme."""
    engines = {name for name in imports(PACKAGE / module) if name.split(".")[0] in
               {"mkdocs", "material", "properdocs", "zensical"}}  # fmt: skip
    assert not engines or module == Path("plugin.py")


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_no_room_imports_one_above_it(module: Path) -> None:
    """Each room can be understood from what stands below it."""
    room = module.parts[0].removesuffix(".py")
    if room == "__init__":
        return
    assert room in FLOORS, f"the room {room} has no floor yet: give it one"
    used = {name.split(".")[1] for name in imports(PACKAGE / module) if name.startswith("factbook.")}
    above = {name for name in used & set(FLOORS) if FLOORS.index(name) > FLOORS.index(room)}
    assert above == set()


def test_the_flow_reads_in_one_function() -> None:
    """The whole way from data to pages is one function of under 100 lines, with a comment for each stage."""
    source = (PACKAGE / "flow.py").read_text(encoding="utf-8")
    function = next(
        node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == "prepare"
    )
    lines = source.split("\n")[function.lineno : function.end_lineno]
    assert len(lines) < 100
    assert sum(line.strip().startswith("# ") for line in lines) >= 6
