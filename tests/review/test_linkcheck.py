"""The result for a URL, with few requests and in bounded time, whatever the server does."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from factbook.data.loader import load_catalogue
from factbook.review.linkcheck import FetchPolicy, LinkCheck, as_json, as_markdown, check_links, report, titles_of
from tests.conftest import ROOT

ON = date(2026, 11, 23)


class Publisher(BaseHTTPRequestHandler):
    """A server whose URLs each fail in one way; it records the requests and their times."""

    asked: list[tuple[str, float]]

    def log_message(self, *words: object) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        self.asked.append((self.path, time.monotonic()))
        name, _, rest = self.path.partition("?")[0].strip("/").partition("/")
        times = sum(path == self.path for path, _ in self.asked)
        getattr(self, f"do_{name}", self.do_status)(rest, times)

    def page(self, status: int = 200, body: bytes = b"<title>A&amp;B\n page</title>", **headers: str) -> None:
        self.send_response(status)
        for header, value in {"Content_Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(header.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_status(self, rest: str, times: int) -> None:
        self.page(int(rest or 200))

    def do_to(self, rest: str, times: int) -> None:
        status, _, target = rest.partition("/")
        self.page(int(status), b"x" * 100, Location=target if ":" in target else f"/{target}")

    def do_busy(self, rest: str, times: int) -> None:
        self.page(429 if times == 1 else 200, Retry_After=rest)

    def do_weak(self, rest: str, times: int) -> None:
        self.page(503 if times < 3 else 200)

    def do_loop(self, rest: str, times: int) -> None:
        self.page(302, Location=f"/loop/{times}")

    def do_drip(self, rest: str, times: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.1)

    def do_silent(self, rest: str, times: int) -> None:
        time.sleep(3)

    def do_cut(self, rest: str, times: int) -> None:
        self.wfile.write(b"not http at all\r\n\r\n")


@pytest.fixture
def publisher() -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """Return the URL of a local server, and the requests that it received."""
    handler = type("Noting", (Publisher,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", handler.asked
    server.shutdown()
    server.server_close()


def check(address: str, slept: list[float] | None = None, **limits: float) -> LinkCheck:
    """Check a URL, without the pauses between requests."""
    sleep = (slept if slept is not None else []).append
    (found,) = check_links({"it": address}, FetchPolicy(sleep=sleep, **limits))  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("path", "outcome", "status"),
    [
        ("status/200", "ok", 200),
        ("to/302/status/200", "ok", 200),
        ("to/301/status/200", "redirected", 200),
        ("to/301/to/302/status/200", "ok", 200),
        ("to/308/status/404", "not_found", 404),
        ("status/404", "not_found", 404),
        ("status/410", "not_found", 410),
        ("status/403", "forbidden", 403),
        ("status/500", "server_error", 500),
        ("weak", "ok", 200),
        ("busy/2", "ok", 200),
        ("loop", "server_error", None),
        ("to/301/file:///etc/passwd", "unreachable", None),
        ("to/301/http://[bad/", "unreachable", None),
        ("cut", "unreachable", None),
    ],
)
def test_each_answer_has_its_outcome(
    publisher: tuple[str, list[tuple[str, float]]], path: str, outcome: str, status: int | None
) -> None:
    """The outcome says what an editor has to do: nothing, update the URL, check the page, find a new source."""
    found = check(f"{publisher[0]}/{path}")
    assert (found.outcome, found.status) == (outcome, status), found
    if outcome == "redirected":
        assert found.final == f"{publisher[0]}/status/200"
    if outcome == "ok":
        assert found.title == "A&B page"


@pytest.mark.parametrize("path", ["drip", "silent"])
def test_a_slow_url_times_out(publisher: tuple[str, list[tuple[str, float]]], path: str) -> None:
    """A URL that answers slowly or not at all is given up at the time limit."""
    assert check(f"{publisher[0]}/{path}", timeout=0.5, tries=1).outcome == "timeout"


def test_retry_after_is_respected(publisher: tuple[str, list[tuple[str, float]]]) -> None:
    """The time of Retry-After is waited for; if it is too long, there is no retry."""
    slept: list[float] = []
    assert check(f"{publisher[0]}/busy/7", slept).outcome == "ok"
    assert slept == [7]
    slept.clear()
    assert check(f"{publisher[0]}/busy/86400", slept).outcome == "rate_limited"
    assert slept == []


def test_an_invalid_certificate_is_reported(publisher: tuple[str, list[tuple[str, float]]]) -> None:
    """An untrusted certificate has its own outcome, not that of an unreachable server."""
    handler = type("Noting", (Publisher,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(ROOT / "tests" / "cases" / "linkcheck" / "wrong-certificate.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        assert check(f"https://127.0.0.1:{server.server_port}/status/200").outcome == "tls_error"
    finally:
        server.shutdown()
        server.server_close()


def test_an_unreachable_server_is_reported() -> None:
    """A URL without a server has the outcome unreachable."""
    assert check("http://127.0.0.1:9/").outcome == "unreachable"


def test_requests_to_one_host_are_sequential(publisher: tuple[str, list[tuple[str, float]]]) -> None:
    """The URLs of one host are requested one after the other, with a pause."""
    slept: list[float] = []
    addresses = {str(number): f"{publisher[0]}/status/200?{number}" for number in range(5)}
    found = list(check_links(addresses, FetchPolicy(pause=2, sleep=slept.append)))
    assert len(found) == 5
    assert slept == [2, 2, 2, 2]


def test_the_report_has_exceptions_and_titles(small: Path) -> None:
    """An exception hides the failure of its URL until its day, and a changed title is reported."""
    (small / "data" / "source-exceptions.yml").write_text(
        'cnes-enbref-2022: {reason: "Refuses programs", until: 2026-11-23}\n', encoding="utf-8"
    )
    catalogue = load_catalogue(small, ("fr", "en"))
    refused = LinkCheck("cnes-enbref-2022", "https://x.example/", "forbidden", 403)
    assert report([refused], catalogue, {}, ON).broken == []
    late = report([refused], catalogue, {}, date(2026, 11, 24))
    assert [late.broken, [name for name, _ in late.expired]] == [[refused], ["cnes-enbref-2022"]]
    right = LinkCheck("cnes-enbref-2022", "https://x.example/", "ok", 200, title="New <b>@x</b>")
    found = report([right], catalogue, {"cnes-enbref-2022 https://x.example/": "Old"}, ON)
    assert found.unneeded == ["cnes-enbref-2022"]
    assert [before for _, before in found.title_changed] == ["Old"]
    text = as_markdown(found, "en")
    assert "<b>" not in text
    assert "@x" not in text
    assert json.loads(as_json(found))["title_changed"][0]["before"] == "Old"
    assert titles_of([right], {}) == {"cnes-enbref-2022 https://x.example/": "New <b>@x</b>"}
