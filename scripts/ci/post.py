"""Write a text as the one comment of a pull request, or as the one issue of the weekly job, and update it in place.

Standard library only, so that it runs with no package installed. It uses the API of GitHub or GitLab, by the
variables that their runners set; the token is in TOKEN. It recognises what it wrote before by the marker on the first
line and by the author.

    python3 scripts/ci/post.py comment FILE
    python3 scripts/ci/post.py issue FILE TITLE
"""

from __future__ import annotations

import http.client
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

LIMIT = 65_536
PAGE_SIZE = 100
MAX_PAGES = 30
TRIES = 4
MAX_WAIT = 60  # seconds


class Host:
    """The HTTP API of a host. `base` is its URL, `headers` have the credentials."""

    def __init__(self, base: str, headers: Mapping[str, str]):
        self.base, self.headers = base.rstrip("/"), headers

    def request(self, method: str, path: str, values: Mapping[str, str] | None = None) -> Any:
        """Return the JSON of a response, with retries at rate limits. Raises OSError, ValueError, HTTPException."""
        body = None if values is None else json.dumps(values).encode()
        headers = {**self.headers, "Content-Type": "application/json", "User-Agent": "factbook"}
        request = urllib.request.Request(self.base + path, body, headers, method=method)  # noqa: S310 - of the runner
        for left in range(TRIES - 1, -1, -1):
            try:
                with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
                    return json.load(response)
            except urllib.error.HTTPError as error:
                wait = error.headers.get("Retry-After") or ""
                if not left or not (error.code == 429 or (error.code == 403 and wait)):
                    raise
                time.sleep(min(int(wait) if wait.isdecimal() else MAX_WAIT, MAX_WAIT))
        raise AssertionError("the last try returns or raises")

    def all(self, path: str) -> Iterator[Mapping[str, Any]]:
        """Yield every entry of a list, page by page."""
        for number in range(1, MAX_PAGES + 1):
            entries = self.request("GET", f"{path}{'&' if '?' in path else '?'}per_page={PAGE_SIZE}&page={number}")
            yield from entries
            if len(entries) < PAGE_SIZE:
                return


class GitHub(Host):
    """GitHub: the pull request is the open one whose head is the commit that was built."""

    def __init__(self, environment: Mapping[str, str]):
        headers = {"Authorization": f"Bearer {environment['TOKEN']}", "Accept": "application/vnd.github+json"}
        super().__init__(environment.get("GITHUB_API_URL", "https://api.github.com"), headers)
        self.environment, self.here = environment, f"/repos/{environment['GITHUB_REPOSITORY']}"

    def comment(self, text: str) -> str:
        """Write the comment. Return a description of what was done."""
        head = urllib.parse.quote(f"{self.environment['HEAD_OWNER']}:{self.environment['HEAD_BRANCH']}")
        commit = self.environment["HEAD_SHA"]
        for pull in self.all(f"{self.here}/pulls?state=open&head={head}"):
            if pull["head"]["sha"] == commit:
                path = f"{self.here}/issues/{int(pull['number'])}/comments"
                return self.write(path, f"{self.here}/issues/comments/", "id", {"body": text})
        return f"no open pull request is at {commit}: nothing written"

    def issue(self, text: str, title: str) -> str:
        """Write the issue, and reopen it if it was closed. Return a description of what was done."""
        path = f"{self.here}/issues"
        return self.write(f"{path}?state=all", f"{path}/", "number", {"title": title, "body": text}, {"state": "open"})

    def write(
        self, path: str, one: str, name: str, values: Mapping[str, str], again: Mapping[str, str] | None = None
    ) -> str:
        """Replace the text of an earlier run, or write a new one."""
        for entry in self.all(path):
            if is_ours(values["body"], entry.get("body")) and (entry.get("user") or {}).get("type") == "Bot":
                self.request("PATCH", f"{one}{int(entry[name])}", {**values, **(again or {})})
                return f"updated {one}{int(entry[name])}"
        return f"wrote {self.request('POST', path.partition('?')[0], values)[name]}"


class GitLab(Host):
    """GitLab: the runner says which merge request it is."""

    def __init__(self, environment: Mapping[str, str]):
        super().__init__(environment["CI_API_V4_URL"], {"PRIVATE-TOKEN": environment["TOKEN"]})
        self.environment, self.here = environment, f"/projects/{environment['CI_PROJECT_ID']}"

    def comment(self, text: str) -> str:
        """Write the comment. Return a description of what was done."""
        notes = f"{self.here}/merge_requests/{int(self.environment['CI_MERGE_REQUEST_IID'])}/notes"
        return self.write(notes, "id", "body", {"body": text})

    def issue(self, text: str, title: str) -> str:
        """Write the issue, and reopen it if it was closed. Return a description of what was done."""
        values = {"title": title, "description": text}
        return self.write(f"{self.here}/issues", "iid", "description", values, {"state_event": "reopen"})

    def write(
        self, path: str, name: str, key: str, values: Mapping[str, str], again: Mapping[str, str] | None = None
    ) -> str:
        """Replace the text of an earlier run, or write a new one."""
        me = self.request("GET", "/user")["id"]
        for entry in self.all(path):
            if is_ours(values[key], entry.get(key)) and (entry.get("author") or {}).get("id") == me:
                reopened = again if again and entry.get("state") == "closed" else {}
                self.request("PUT", f"{path}/{int(entry[name])}", {**values, **reopened})
                return f"updated {path}/{int(entry[name])}"
        return f"wrote {self.request('POST', path, values)[name]}"


def is_ours(new: str, old: object) -> bool:
    """Return whether a text begins with the same marker as the new one."""
    return isinstance(old, str) and old.replace("\r\n", "\n").split("\n")[0] == new.split("\n")[0]


def cut(text: str) -> str:
    """Return a text, cut at a line end to the length that hosts accept."""
    return text if len(text) <= LIMIT else text[: LIMIT - 2].rpartition("\n")[0] + "\n…"


def main(arguments: list[str], environment: Mapping[str, str]) -> int:
    """Run the command line. Return the exit status; errors of the host are printed without a traceback."""
    text = cut(Path(arguments[1]).read_text(encoding="utf-8"))
    if not text.startswith("<!-- factbook"):
        print(f"{arguments[1]} does not begin with its mark", file=sys.stderr)
        return 1
    host = GitLab(environment) if "CI_API_V4_URL" in environment else GitHub(environment)
    try:
        print(host.comment(text) if arguments[0] == "comment" else host.issue(text, arguments[2]))
    except (OSError, ValueError, http.client.HTTPException) as error:
        print(f"the host refused: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
