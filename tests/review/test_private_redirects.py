"""The link check follows no redirect from the internet into a private network."""

from __future__ import annotations

import io
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from factbook.review.linkcheck import FetchPolicy
from factbook.review.linkcheck.check import check_link


class Redirecting(requests.adapters.BaseAdapter):
    """A host of the internet whose every answer is a redirect to `target`."""

    def __init__(self, target: str):
        super().__init__()
        self.target = target

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:  # type: ignore[override]
        response = requests.Response()
        response.status_code, response.url, response.request = 302, str(request.url), request
        response.headers["Location"] = self.target
        response.raw = io.BytesIO(b"")
        return response

    def close(self) -> None:
        """Do nothing: there is no connection."""


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://0x7f000001:{port}/",
     "http://localhost:{port}/", "http://169.254.169.254/latest/", "http://10.0.0.1/", "http://[fe80::1]/",
     "file:///etc/passwd"],
)  # fmt: skip
def test_a_redirect_into_a_private_network_is_not_followed(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source on the internet cannot make the weekly job ask a service of its own network."""
    asked: list[str] = []

    class Inside(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Inside)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    resolve = socket.getaddrinfo

    def addresses(host: str, *rest: Any) -> Any:
        return resolve("93.184.215.14" if host == "public.example" else host, *rest)

    monkeypatch.setattr(socket, "getaddrinfo", addresses)
    session = requests.Session()
    session.trust_env = False
    session.mount("http://public.example", Redirecting(target.format(port=server.server_port)))
    policy = FetchPolicy(tries=1, timeout=2, connect=1)
    found = check_link("a", "http://public.example/", session, policy)
    server.shutdown()
    assert asked == []
    assert found.outcome == "unreachable"
    assert "redirect to " in found.detail
