"""`factbook sources check` reports the results for the sources' URLs, and never fails because of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import run


class Publisher(BaseHTTPRequestHandler):
    """A server with pages: one that exists, one that moved, one that is gone."""

    def log_message(self, *arguments: Any) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        """Respond according to the path."""
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/there")
            self.end_headers()
            return
        there = self.path == "/there"
        self.send_response(200 if there else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<title>There</title>" if there else b"<title>Gone</title>")

    do_HEAD = do_GET  # noqa: N815 - likewise


@pytest.fixture
def publisher() -> Iterator[str]:
    """Return the URL of a local server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize(
    ("path", "says", "silent"),
    [
        ("/there", "", "Not found"),
        ("/gone", "Not found", "Moved permanently"),
        ("/moved", "Moved permanently", "Not found"),
    ],
)
def test_each_answer_is_reported(publisher: str, small: Path, path: str, says: str, silent: str) -> None:
    """A URL that works is not listed; one that moved or is gone is; the command succeeds in each case."""
    file = small / "data" / "sources.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("https://cnes.example/enbref", publisher + path), encoding="utf-8"
    )
    found = run(["factbook", "--lang", "en", "sources", "check"], small)
    assert found.returncode == 0, found.stdout + found.stderr
    assert says in found.stdout
    assert silent not in found.stdout
    assert ("cnes-enbref-2022" in found.stdout) == bool(says)
