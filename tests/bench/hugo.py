"""Hugo on our staged tree, where it is installed: a floor that no Python reaches, with a theme of a few lines.

It renders the same Markdown with its own Goldmark; our theme, search, charts' files and checks are not in it.
The figure that changes is in a data file, which a shortcode reads on every page that shows it.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from factbook.data.config import load_site
from tests.bench.projects import Edit, Project
from tests.bench.stock import VARIABLES, values, with_variables

if TYPE_CHECKING:
    from pathlib import Path

BUILD = ("hugo", "--quiet", "--destination", "site")
SERVE = ("hugo", "server", "--bind", "127.0.0.1", "--port", "{port}")
_HEAD = re.compile(r"---\n.*?\n---\n", re.DOTALL)
_KEPT = ("title:", "description:")
BASE = """<!doctype html><html lang="{{ .Language.Lang }}"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Description }}">{{ range .AllTranslations }}
<link rel="alternate" hreflang="{{ .Language.Lang }}" href="{{ .Permalink }}">{{ end }}</head><body><nav>
{{ range .Site.Menus.main }}<a href="{{ .URL }}">{{ .Name }}</a>{{ end }}</nav><main>{{ .Content }}</main></body></html>
"""


def installed() -> bool:
    """Whether it can take part."""
    return shutil.which("hugo") is not None


def version() -> str:
    """Its version as it tells it; empty where it is not installed."""
    if not installed():
        return ""
    printed = subprocess.run(["hugo", "version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"v(\d+\.\d+\.\d+)", printed)
    return found.group(1) if found else printed.strip()


def lay_out(project: Project, target: Path) -> Edit:
    """Write Hugo's site of a project's pages into `target`; gives the edit that changes its figure."""
    site = load_site(project.folder)
    variables: dict[tuple[str, str], str] = {}
    for code in site.codes:
        for page in sorted((project.staged / code).rglob("*.md")):
            name = page.relative_to(project.staged)
            other = project.staged_after / name
            text = with_variables(page.read_text("utf-8"), other.read_text("utf-8"), variables, "{{{{< v {} >}}}}")
            path = target / _name(project, name.as_posix())
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_with_small_head(text), encoding="utf-8")
    shortcodes = target / "layouts" / "shortcodes"
    shortcodes.mkdir(parents=True)
    (shortcodes / "v.html").write_text("{{- index site.Data.figures (.Get 0) -}}", encoding="utf-8")
    edit = Edit({VARIABLES: values(variables)})
    (target / VARIABLES).parent.mkdir()
    edit.write(target, changed=False)
    layouts = target / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single", "list"):
        (layouts / f"{name}.html").write_text(BASE, encoding="utf-8")
    languages = {
        language.code: {
            "languageName": language.name, "weight": number + 1, "title": site.title(language.code),
            "contentDir": f"content/{language.code}",
        }
        for number, language in enumerate(site.languages)
    }  # fmt: skip
    settings = {
        "baseURL": site.url, "defaultContentLanguage": site.codes[0], "languages": languages,
        "disableKinds": ["taxonomy", "term", "RSS"],
        "markup": {
            "goldmark": {
                "renderer": {"unsafe": True}, "parser": {"attribute": {"block": True}},
                "extensions": {"typographer": False},
            }
        },
    }  # fmt: skip
    (target / "config.json").write_text(json.dumps(settings), encoding="utf-8")
    return edit


def _name(project: Project, name: str) -> str:
    """Where a page stands in Hugo's tree: the page above others is the index of their folder."""
    stem = name.removesuffix(".md")
    if (project.staged / stem).is_dir():
        return f"content/{stem}/_index.md"
    if stem.count("/") == 1 and stem.endswith("/index"):
        return f"content/{stem.removesuffix('index')}_index.md"
    return f"content/{name}"


def _with_small_head(text: str) -> str:
    """The page with what Hugo's theme reads of its head."""
    head = _HEAD.match(text)
    if not head:
        return text
    kept = [line for line in head.group().splitlines() if line.startswith(_KEPT)]
    return "\n".join(["---", *kept, "---", ""]) + text[head.end() :]
