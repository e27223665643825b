"""Versions of the site out of git, written to a folder of their own: no work tree is touched."""

from __future__ import annotations

import os
import posixpath
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from factbook.data.config import load_site
from factbook.problems import Problems, nearest

CONFIGURATION = "mkdocs.yml"
_FILE_MODES = frozenset({"100644", "100755"})  # neither symbolic links nor submodules


class RevisionError(Exception):
    """A revision cannot be had. Carries the code of the problem and its values."""

    def __init__(self, code: str, **values: str):
        self.code, self.values = code, values
        super().__init__(code)


class Repository:
    """The git repository that holds the site's folder."""

    def __init__(self, root: Path):
        self.root = root
        try:
            self.prefix = self.text("rev-parse", "--show-prefix").strip("\n")
        except (OSError, subprocess.CalledProcessError):
            raise RevisionError("no-repository", folder=str(root)) from None

    def run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """The output of a git command. Raises CalledProcessError where git fails."""
        environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}
        command = ["git", "-c", "core.quotePath=false", *arguments]
        return subprocess.run(
            command, cwd=self.root, env=environment, input=stdin, capture_output=True, check=True
        ).stdout

    def text(self, *arguments: str) -> str:
        """The output of a git command as text; bytes that are no UTF-8 are kept as Python keeps those of file names."""
        return self.run(*arguments).decode("utf-8", "surrogateescape")

    def commit(self, revision: str) -> str:
        """The full hash of the commit that a revision names. Raises RevisionError."""
        try:
            if revision.startswith("-"):
                raise RevisionError("no-revision", found=revision, hint="")
            return self.text("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").strip()
        except subprocess.CalledProcessError:
            names = self.text("for-each-ref", "--format=%(refname:short)").split("\n")
            near = nearest(revision, filter(None, names)) or ""
            raise RevisionError("no-revision", found=revision, hint=near) from None

    def files(self, commit: str, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The plain files of a commit at or below some paths of the site's folder: their paths there, and blobs."""
        wanted = [posixpath.join(self.prefix, path) for path in paths]
        listing = self.text("ls-tree", "-r", "-z", "--full-tree", commit, "--", *wanted)
        for entry in filter(None, listing.split("\0")):
            facts, _, path = entry.partition("\t")
            mode, _, blob = facts.split(" ")
            if mode in _FILE_MODES:
                yield path.removeprefix(self.prefix), blob

    def contents(self, blobs: Sequence[str]) -> Mapping[str, bytes]:
        """The bytes of each blob, read at one go."""
        output = self.run("cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in blobs).encode())
        found, start = {}, 0
        for blob in blobs:
            end = output.index(b"\n", start)
            size = int(output[start:end].split(b" ")[2])
            found[blob] = output[end + 1 : end + 1 + size]
            start = end + 2 + size
        return found

    def write(self, commit: str, paths: Sequence[str], target: Path) -> None:
        """Write the plain files of a commit at some paths below `target`.

        Read out of the object store rather than by `git archive`, which leaves out or alters what the revision's
        own .gitattributes tell it to. A path that could leave `target` is left out.
        """
        files = [(path, blob) for path, blob in self.files(commit, paths) if _is_inside(path)]
        contents = self.contents([blob for _, blob in files])
        for path, blob in files:
            place = target / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(contents[blob])


def _is_inside(path: str) -> bool:
    parts = path.replace("\\", "/").split("/") if os.name == "nt" else path.split("/")
    return not any(part in ("", ".", "..") or (os.name == "nt" and ":" in part) for part in parts)


@contextmanager
def extracted(repository: Repository, commit: str) -> Iterator[Path]:
    """A folder with all that the site of a commit is made from; it goes away afterwards."""
    with tempfile.TemporaryDirectory(prefix="factbook-") as folder:
        target = Path(folder)
        repository.write(commit, [CONFIGURATION], target)
        repository.write(commit, _folders(target), target)
        yield target


def _folders(root: Path) -> list[str]:
    """The folders that a site's configuration names, as far as they are inside the site's own."""
    try:
        site = load_site(root)
        names = [site.docs, site.data, site.overrides or "overrides"]
    except Problems:
        names = ["docs", "data", "overrides"]
    inside = [posixpath.normpath(name) for name in names]
    return [name for name in inside if not name.startswith(("/", "..")) and name != "."]
