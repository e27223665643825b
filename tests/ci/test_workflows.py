"""The workflows pass their linters, have minimal permissions, and their steps work when run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT, SMALL, TOOLS, run

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
AUTHOR = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
REASON = 'change: {kind: correction, was: 1.174, on: 2026-11-23, reason: {fr: "Faute de frappe", en: "Typing mistake"}}'


def read(path: Path) -> dict[str, Any]:
    """Return a workflow as YAML 1.1 reads it, with its `on` under that name."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in content.items()}


def steps(path: Path) -> list[dict[str, Any]]:
    """Yield every step of a workflow."""
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize(
    "linter", [["actionlint"], ["zizmor", "--offline", "--no-progress"]], ids=lambda words: words[0]
)
def test_the_linters_find_nothing(linter: list[str]) -> None:
    """Every workflow is valid for GitHub, and has no known weakness."""
    if not (TOOLS / linter[0]).exists():
        pytest.skip(f"{linter[0]} is not installed: its wheel is not made for this machine")
    result = subprocess.run(
        [TOOLS / linter[0], *linter[1:], *map(str, WORKFLOWS)], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_and_permissions_are_minimal(path: Path) -> None:
    """Each action is pinned to a commit, and each workflow has only the permissions of its jobs."""
    used = re.findall(r"uses: (\S+)( # v\d\S*)?", path.read_text(encoding="utf-8"))
    assert [
        action for action, version in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action) or not version
    ] == []
    workflow = read(path)
    assert workflow["permissions"] == {}
    assert all(job["timeout-minutes"] for job in workflow["jobs"].values())
    assert "concurrency" in workflow
    if "pull_request" in workflow["on"]:
        assert all(job["permissions"] == {"contents": "read"} for job in workflow["jobs"].values())
        assert "secrets." not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_each_step_is_one_make_target(path: Path) -> None:
    """Each step of a workflow can be run with make."""
    for step in steps(path):
        if "run" in step:
            match = re.fullmatch(r"make ([a-z-]+)( [A-Z]+=\S+)*", step["run"].strip())
            assert match, step["run"]
            assert match[1] in TARGETS


def test_gitlab_does_the_same_with_the_same_targets() -> None:
    """GitLab's jobs call targets that exist, and those of a merge request come without a variable of the project."""
    content = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    jobs = {name: job for name, job in content.items() if isinstance(job, dict) and "script" in job}
    # A list within a script is taken as its lines.
    scripts = {name: [line for each in job["script"] for line in ([each] if isinstance(each, str) else each)]
               for name, job in jobs.items()}  # fmt: skip
    called = {name: re.findall(r"^make ([a-z-]+)", "\n".join(lines), re.MULTILINE) for name, lines in scripts.items()}
    assert {target for targets in called.values() for target in targets} <= TARGETS
    wanted = {
        "test",
        "test-all",
        "site",
        "diff",
        "diff-comment",
        "post-comment",
        "pages",
        "release",
        "maintenance-report",
        "audit",
        "post-issue",
    }
    assert wanted <= jobs.keys()
    with_token = [name for name, job in jobs.items() if "TOKEN" in job.get("variables", {})]
    assert with_token == ["post-comment", "post-issue"]
    assert all(called[name] == [name] for name in with_token)
    preview = jobs["preview"]["environment"]
    assert preview["auto_stop_in"]
    assert jobs[preview["on_stop"]]["environment"] == {"name": preview["name"], "action": "stop"}


def test_every_page_is_opened_each_night_and_before_a_release() -> None:
    """Pages that the tests of a pull request leave out are tested nightly and before a release."""
    nightly, pages = (read(ROOT / ".github" / "workflows" / name) for name in ("nightly.yml", "pages.yml"))
    assert "schedule" in nightly["on"]
    for workflow in (nightly, pages):
        assert workflow["jobs"]["test-all"]["steps"][-1]["run"].split()[:2] == ["make", "test-all"]
    assert pages["jobs"]["release"]["needs"] == "test-all"
    gitlab = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    assert gitlab["test-all"]["script"] == ["make test-all"]
    assert {"job": "test-all"} in gitlab["release"]["needs"]
    assert any('"schedule"' in rule["if"] and "!=" not in rule["if"] for rule in gitlab["test-all"]["rules"])


def test_nothing_is_installed_in_jobs_with_a_token() -> None:
    """The targets that get a token run a file of the standard library alone, on both hosts."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("comment", "issue"):
        assert re.search(
            rf"^post-{target}: +##.*\n\t\$\(PYTHON\) scripts/ci/post\.py {target} .*\n\n", makefile, re.MULTILINE
        )
    with_token = [
        each["run"].split()[1] for path in WORKFLOWS for each in steps(path) if "TOKEN" in each.get("env", {})
    ]
    assert sorted(with_token) == ["post-comment", "post-issue"]


def test_the_comment_uses_nothing_that_a_pull_request_ran() -> None:
    """The diff is made from the main branch, by a job that can only read, and the job that writes takes that diff."""
    path = ROOT / ".github" / "workflows" / "comment.yml"
    jobs = read(path)["jobs"]
    assert jobs["diff"]["permissions"] == {"contents": "read"}
    assert jobs["comment"]["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert jobs["comment"]["needs"] == "diff"
    checkouts = [each["with"] for each in steps(path) if "actions/checkout@" in each.get("uses", "")]
    assert {each["ref"] for each in checkouts} == {"${{ github.event.repository.default_branch }}"}
    downloads = [each["with"] for each in steps(path) if "download-artifact@" in each.get("uses", "")]
    assert [each.keys() & {"run-id", "github-token"} for each in downloads] == [set()]
    assert not any("actions/cache@" in each.get("uses", "") for each in steps(path))


def test_a_build_is_kept_whole_between_runs() -> None:
    """What a build reuses is its cache and the folder that it published, both or neither."""
    pages = ROOT / ".github" / "workflows" / "pages.yml"
    kept = [each["with"]["path"].split() for each in steps(pages) if "actions/cache@" in each.get("uses", "")]
    gitlab = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    assert [*kept, gitlab["site"]["cache"]["paths"]] == [[".cache/factbook", "site"]] * 2


class Api(BaseHTTPRequestHandler):
    """The part of GitHub's API that is used: one open pull request, its comments, issues."""

    comments: list[dict[str, Any]]
    issues: list[dict[str, Any]]
    sha = ""

    def log_message(self, *words: object) -> None:
        """Keep quiet."""

    def answer(self, value: object, status: int = 200) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        pulls = [{"number": 7, "head": {"sha": self.sha}}]
        self.answer({"pulls": pulls, "comments": self.comments}.get(path.rpartition("/")[2], self.issues))

    def do_POST(self) -> None:
        self.write()

    def do_PATCH(self) -> None:
        self.write()

    def write(self) -> None:
        values = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.headers["Authorization"] == "Bearer secret"
        kept = self.comments if "/comments" in self.path else self.issues
        if self.command == "POST":
            assert self.path in ("/repos/me/site/issues/7/comments", "/repos/me/site/issues")
            kept.append({"id": 40 + len(kept), "number": 40 + len(kept), "user": {"type": "Bot"}, **values})
            return self.answer(kept[-1], 201)
        entry = next(each for each in kept if str(each["id"]) == self.path.rpartition("/")[2])
        entry.update(values)
        return self.answer(entry)


@pytest.fixture
def api() -> Iterator[tuple[str, type[Api]]]:
    """Return the URL of a local API, and its class with what it stores."""
    human = {"id": 1, "number": 1, "user": {"type": "User"}, "body": "<!-- factbook-diff -->\nan impostor"}
    handler = type("Kept", (Api,), {"comments": [human], "issues": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", handler
    server.shutdown()
    server.server_close()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a repository with the two revisions of a pull request, and the tools installed for make."""
    root = Path(shutil.copytree(SMALL, tmp_path / "clone"))
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "requirements", root / "requirements")
    shutil.copytree(ROOT / "scripts" / "ci", root / "scripts" / "ci")
    for page in ("index", "figures", "programmes"):
        assert run(["factbook", "confirm-translation", page], root).returncode == 0
    (root / ".gitignore").write_text(".venv\n.cache/\nsite/\n", encoding="utf-8")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, *AUTHOR, "commit", "-qm", "base")
    figures = root / "data" / "figures" / "esa.yml"
    text = figures.read_text(encoding="utf-8")
    figures.write_text(text.replace("value: 1.174\n", f"value: 1.199\n      {REASON}\n"), encoding="utf-8")
    git(root, *AUTHOR, "commit", "-qam", "head")
    (root / ".venv").mkdir()
    (root / ".venv" / "bin").symlink_to(TOOLS)
    for stamp in (".site", ".test"):
        (root / ".venv" / stamp).touch()
    return root


def git(root: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, text=True).stdout.strip()


def shell(command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub's runner does."""
    path = f"{TOOLS}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command],
        cwd=cwd, capture_output=True, text=True, timeout=240,
        env={**os.environ, "PATH": path, "LANGUAGE": "en", "LC_ALL": "C.UTF-8", **environment},
    )  # fmt: skip


def step(workflow: str, words: str) -> str:
    """Return the command of the step whose name begins with a text."""
    path = ROOT / ".github" / "workflows" / workflow
    return str(next(each["run"] for each in steps(path) if each.get("run", "").startswith(words)))


def test_the_steps_of_a_pull_request_write_its_comment(clone: Path, api: tuple[str, type[Api]], tmp_path: Path) -> None:
    """The steps of a pull request run unchanged: diff, check, then one comment, updated in place."""
    compared = shell(step("ci.yml", "make diff"), clone)
    assert compared.returncode == 0, compared.stdout + compared.stderr
    assert "::notice file=data/figures/esa.yml,line=11" in compared.stdout
    checked = shell(step("ci.yml", "make check"), clone)
    assert checked.returncode == 0, checked.stdout + checked.stderr

    address, host = api
    host.sha = git(clone, "rev-parse", "HEAD")
    shutil.rmtree(clone / ".cache" / "review")
    git(clone, "remote", "add", "origin", str(clone))
    git(clone, "checkout", "--quiet", "--detach", "HEAD~1")
    compared = shell(step("comment.yml", "make diff-commit"), clone, HEAD_SHA=host.sha)
    assert compared.returncode == 0, compared.stdout + compared.stderr
    shutil.copytree(clone / ".cache" / "review", tmp_path / "review")
    environment = {
        "RUNNER_TEMP": str(tmp_path), "GITHUB_API_URL": address, "GITHUB_REPOSITORY": "me/site", "TOKEN": "secret",
        "HEAD_SHA": host.sha, "HEAD_BRANCH": "figures", "HEAD_OWNER": "somebody",
    }  # fmt: skip
    for _ in range(2):
        untrusted = {name: value for name, value in environment.items() if name != "TOKEN"}
        worded = shell(step("comment.yml", "make diff-comment"), clone, **untrusted)
        assert worded.returncode == 0, worded.stdout + worded.stderr
        written = shell(step("comment.yml", "make post-comment"), clone, **environment)
        assert written.returncode == 0, written.stdout + written.stderr
    assert [comment["user"]["type"] for comment in host.comments] == ["User", "Bot"]
    assert host.comments[0]["body"].endswith("an impostor")
    body = host.comments[1]["body"]
    assert "1,174 milliard d’euros → **1,199 milliard d’euros**" in body
    assert "€1.174 billion → **€1.199 billion**" in body
    assert "Typing mistake" in body


def test_the_artifact_of_a_pull_request_is_untrusted(clone: Path, api: tuple[str, type[Api]], tmp_path: Path) -> None:
    """A forged diff is refused, and hostile text in a valid one has no mentions and no links."""
    assert shell(step("ci.yml", "make diff"), clone).returncode == 0
    diff = json.loads((clone / ".cache" / "review" / "diff.json").read_text(encoding="utf-8"))
    address, host = api
    host.sha = diff_sha = "0" * 40
    environment = {
        "RUNNER_TEMP": str(tmp_path), "GITHUB_API_URL": address, "GITHUB_REPOSITORY": "me/site", "TOKEN": "secret",
        "HEAD_SHA": diff_sha, "HEAD_BRANCH": "x", "HEAD_OWNER": "y",
    }  # fmt: skip
    file = tmp_path / "review" / "diff.json"
    file.parent.mkdir()
    for forged in ("", "[]", '{"base": 1}', json.dumps({**diff, "records": "none"})):
        file.write_text(forged, encoding="utf-8")
        assert shell(step("comment.yml", "make diff-comment"), clone, **environment).returncode != 0
    assert len(host.comments) == 1
    hostile = "@everyone [free](https://evil.example) <img src=https://evil.example/x> ![x](//evil.example) #1"
    diff["records"][0]["changes"][0]["old"]["fr"] = hostile
    diff["records"][0]["pages"]["fr"][0] = {"address": "https://evil.example/", "title": hostile, "chart": hostile}
    diff["pages"][0] |= {"address": "https://evil.example/", "title": hostile, "file": hostile}
    diff["pages"][0]["sentences"][0] = {"before": hostile, "after": hostile, "chart": hostile}
    file.write_text(json.dumps(diff), encoding="utf-8")
    assert shell(step("comment.yml", "make diff-comment"), clone, **environment).returncode == 0
    written = shell(step("comment.yml", "make post-comment"), clone, **environment)
    assert written.returncode == 0, written.stdout + written.stderr
    body = host.comments[1]["body"]
    assert body.count("everyone") >= 5  # the old value, two titles and two sentences at least
    assert not re.search(r"@\w|<img|\]\((?!https://small\.example/)|(?<!&)#1\b", body)


def test_the_weekly_report_becomes_one_issue(clone: Path, api: tuple[str, type[Api]]) -> None:
    """The weekly steps run unchanged, keep one issue up to date, and never fail because of a source."""
    address, host = api
    sources = clone / "data" / "sources.yml"
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text.replace("https://cnes.example/enbref", f"{address}/issues"), encoding="utf-8")
    looked = shell(step("weekly.yml", "make maintenance-report"), clone)
    assert looked.returncode == 0, looked.stdout + looked.stderr
    command = step("weekly.yml", "make post-issue").replace("$RUNNER_TEMP/weekly/weekly.md", ".cache/weekly.md")
    for _ in range(2):
        environment = {"GITHUB_API_URL": address, "GITHUB_REPOSITORY": "me/site", "TOKEN": "secret"}
        written = shell(command, clone, **environment)
        assert written.returncode == 0, written.stdout + written.stderr
    assert len(host.issues) == 1
    assert "URLs checked: 1" in host.issues[0]["body"]
    assert host.issues[0]["state"] == "open"


@pytest.mark.parametrize(("status", "body", "asked"), [(429, b"", 4), (200, b"<html>", 1), (500, b"", 1)])
def test_rate_limits_and_invalid_responses_are_reported_without_a_traceback(
    tmp_path: Path, status: int, body: bytes, asked: int
) -> None:
    """A rate limit is retried a few times; a response that is not JSON is reported in one line."""
    calls: list[str] = []

    class Poor(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(status)
            self.send_header("Retry-After", "0")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Poor)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    (tmp_path / "text.md").write_text("<!-- factbook-diff -->\n", encoding="utf-8")
    post = Path(__file__).parents[2] / "scripts/ci/post.py"
    address = f"http://127.0.0.1:{server.server_port}"
    names = {"TOKEN": "t", "GITHUB_API_URL": address, "GITHUB_REPOSITORY": "a/b"}
    names |= {"HEAD_OWNER": "a", "HEAD_BRANCH": "b", "HEAD_SHA": "c"}
    said = subprocess.run(
        [sys.executable, post, "comment", tmp_path / "text.md"], env=names, capture_output=True, text=True, check=False
    )
    server.shutdown()
    assert (said.returncode, len(calls)) == (1, asked)
    assert said.stderr.startswith("the host refused: ")
    assert said.stderr.count("\n") == 1
