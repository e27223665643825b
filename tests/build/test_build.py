"""`factbook build` and `mkdocs build`: the whole site, or one clear message and nothing changed."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, SMALL, run


def fingerprint(folder: Path) -> dict[str, str]:
    """Return the SHA-256 digest of every file of a folder, by path; a folder has none, and an empty one is seen."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in sorted(folder.rglob("*"))
    }


def test_both_languages_are_built(built: Path) -> None:
    """Each page of one language is there in the other, and each language has its own 404 page and search index."""
    site = built / "site"
    french = [p for p in site.rglob("index.html") if "en" not in p.relative_to(site).parts[:1]]
    english = list((site / "en").rglob("index.html"))
    assert len(french) == len(english) > 100
    for folder in (site, site / "en"):
        assert (folder / "404.html").is_file()
        assert (folder / "search" / "search_index.json").is_file()
        assert (folder / "sitemap.xml").is_file()


def test_a_build_leaves_only_the_site(built: Path) -> None:
    """A build leaves no unfinished folder next to the published one."""
    assert [path.name for path in built.glob(".site*")] == []


def test_no_page_asks_a_third_party(built: Path) -> None:
    """No page, style or script loads anything from another origin."""
    loads = re.compile(r"""(?:src|srcset|poster|data)=["'](?:https?:)?//|url\(["']?(?:https?:)?//|@import\s+["']http"""
                       r"""|<link\b(?![^>]*rel="?(?:alternate|canonical))[^>]*href=["']?(?:https?:)?//""")  # fmt: skip
    guilty = [
        str(path.relative_to(built))
        for path in (built / "site").rglob("*")
        if path.suffix in {".html", ".css", ".js"} and loads.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_the_same_facts_give_the_same_bytes(built: Path, project: Path) -> None:
    """A second build of the same facts in another folder, time zone, locale and hash seed is the same files."""
    result = run(["mkdocs", "build", "--strict"], project, TZ="Asia/Tokyo", PYTHONHASHSEED="7", LC_ALL="C")
    assert result.returncode == 0, result.stdout + result.stderr
    first, second = fingerprint(built / "site"), fingerprint(project / "site")
    different = {name for name in first | second if first.get(name) != second.get(name)}
    assert different == set()


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish the smallest site, once for all tests."""
    small = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("published") / "small"))
    assert run(["mkdocs", "build"], small).returncode == 0
    return small


@pytest.fixture
def published(published_once: Path, tmp_path: Path) -> Path:
    """Copy it for a test, with its site and its cache."""
    return Path(shutil.copytree(published_once, tmp_path / "small"))


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("data/figures/esa.yml", "value: 1.174", "value: 1,174", "data/figures/esa.yml:11:14"),
        ("docs/fr/index.md", "esa-contribution", "esa-contribuion", "docs/fr/index.md:8:1"),
        ("docs/fr/index.md", "}}", "}", "docs/fr/index.md:8:1"),
        ("docs/fr/index.md", "# index", "# index\n\n[x](nowhere.md)", "docs/fr/index.md:8:5"),
        ("docs/fr/index.md", "# index", "# index\n\n[x](figures.md#nowhere)", "docs/fr/index.md:8:15"),
        ("mkdocs.yml", "en: {name: English", "xx9: {name: English", "mkdocs.yml:9:14"),
    ],
)
def test_a_mistake_stops_the_build_and_leaves_the_site(
    published: Path, file: str, old: str, new: str, place: str
) -> None:
    """Any mistake: its file and line, exit status 1, no traceback, and the published site as it was."""
    small = published
    before = fingerprint(small / "site")
    path = small / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    result = run(["mkdocs", "build"], small)
    output = result.stdout + result.stderr
    assert result.returncode == 1
    assert place in output
    assert "Traceback" not in output
    assert fingerprint(small / "site") == before
    assert list(small.glob(".site*")) == []
    check = run(["factbook", "check"], small)
    assert check.returncode == 1
    assert place in check.stdout


@pytest.mark.parametrize("break_facts", [False, True], ids=["right", "wrong"])
def test_both_commands_do_the_same(small: Path, tmp_path: Path, break_facts: bool) -> None:
    """`factbook build` publishes the bytes of `mkdocs build`, and reports the same mistake."""
    if break_facts:
        path = small / "data" / "figures" / "esa.yml"
        path.write_text(path.read_text(encoding="utf-8").replace("value: 1.174", "value: 1,174"), encoding="utf-8")
    copy = Path(shutil.copytree(small, tmp_path / "copy"))
    day = {"SOURCE_DATE_EPOCH": "1795392000"}  # MkDocs' own theme shows the time of the build
    first, second = run(["mkdocs", "build"], small, **day), run(["factbook", "build"], copy, **day)
    assert first.returncode == second.returncode == int(break_facts), second.stderr
    if break_facts:
        assert "data/figures/esa.yml:11:14" in first.stdout + first.stderr
        assert "data/figures/esa.yml:11:14" in second.stderr
        assert not (copy / "site").exists()
    else:
        assert fingerprint(copy / "site") == fingerprint(small / "site")


@pytest.mark.parametrize("command", ["factbook", "mkdocs"])
def test_a_strict_build_publishes_nothing_that_the_engine_warns_of(published: Path, command: str) -> None:
    """A page that MkDocs warns of in either language ends a strict build; any other build publishes and says so."""
    before = fingerprint(published / "site")
    for language in ("fr", "en"):
        text = '---\ntitle: More\ndescription: More.\n---\n# More\n\n{{ figure("partnerships") }}\n'
        (published / "docs" / language / "nowhere.md").write_text(text, encoding="utf-8")
    configuration = published / "mkdocs.yml"
    text = configuration.read_text(encoding="utf-8")
    configuration.write_text(text + "\nvalidation: {nav: {omitted_files: warn}}\n", encoding="utf-8")
    strict = run([command, "build", "--strict"], published)
    assert strict.returncode == 1, strict.stdout + strict.stderr
    assert "nowhere.md" in strict.stderr
    assert fingerprint(published / "site") == before
    lenient = run([command, "build"], published)
    assert lenient.returncode == 0, lenient.stdout + lenient.stderr
    assert "nowhere.md" in lenient.stderr
    assert fingerprint(published / "site") != before


def test_a_missing_alternate_stops_the_build(small: Path) -> None:
    """A page in one language only cannot be published."""
    (small / "docs" / "en" / "index.md").unlink()
    result = run(["mkdocs", "build"], small)
    assert result.returncode == 1
    assert "docs/fr/index.md:1:1" in result.stdout + result.stderr
    assert not (small / "site").exists()


def test_a_template_error_leaves_the_site(published: Path) -> None:
    """A mistake in a theme template of either language ends the build and leaves the published site."""
    small = published
    before = fingerprint(small / "site")
    (small / "overrides").mkdir()
    (small / "overrides" / "main.html").write_text("{% if %}", encoding="utf-8")
    configuration = small / "mkdocs.yml"
    text = configuration.read_text(encoding="utf-8")
    with_theme = text.replace("  name: mkdocs", "  name: mkdocs\n  custom_dir: overrides")
    configuration.write_text(with_theme, encoding="utf-8")
    result = run(["mkdocs", "build"], small)
    assert result.returncode == 1
    assert "main.html:1: " in result.stdout + result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    assert list(small.glob(".site*")) == []
    assert fingerprint(small / "site") == before


def test_messages_come_in_the_language_of_the_editor(small: Path) -> None:
    """The environment's language chooses that of the messages."""
    path = small / "data" / "figures" / "esa.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: 1.174", "value: 1,174"), encoding="utf-8")
    assert "n’est pas un nombre" in run(["factbook", "check"], small, LANGUAGE="fr").stdout
    assert "is not a number" in run(["factbook", "check"], small, LANGUAGE="en").stdout
    assert "n’est pas un nombre" in run(["factbook", "--lang", "fr", "check"], small).stdout


def test_readers_see_that_a_figure_is_due_for_review(small: Path) -> None:
    """The page says it below its title, in its language, and no other page does."""
    shutil.copytree(ROOT / "overrides", small / "overrides")
    configuration = small / "mkdocs.yml"
    text = configuration.read_text(encoding="utf-8")
    configuration.write_text(text.replace("name: mkdocs", "name: material\n  custom_dir: overrides"), encoding="utf-8")
    figures = small / "data/figures/esa.yml"
    text = figures.read_text(encoding="utf-8").replace("  scale: billion", "  scale: billion\n  review_by: 2026-01-31")
    figures.write_text(text, encoding="utf-8")
    result = run(["mkdocs", "build"], small)
    assert result.returncode == 0, result.stdout + result.stderr
    for folder, says in (("site", "À revoir, et peut-être périmé\u00a0:"), ("site/en", "Due for review, and may")):
        marked = {
            page.relative_to(small / folder).as_posix()
            for page in (small / folder).rglob("index.html")
            if says in page.read_text(encoding="utf-8")
        }
        assert {"index.html", "figures/esa-contribution/index.html"} <= marked
        assert "programmes/juice/index.html" not in marked
