"""The site on a real nginx, with the configuration that `factbook nginx-config` writes."""

from __future__ import annotations

import gzip
import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from factbook.build.compress import compress
from factbook.build.server_config import TYPES
from tests.browser.conftest import BuiltSite
from tests.conftest import ROOT, run

NGINX = shutil.which("nginx")
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
pytestmark = pytest.mark.skipif(not NGINX, reason="no nginx: tests/run.py installs it where it can")


class Server:
    """A running nginx that serves the built site; `folder` is a copy that may be changed."""

    def __init__(self, folder: Path, port: int):
        self.folder, self.port = folder, port
        self.url = f"http://127.0.0.1:{port}/"

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers with small letters, and body of a file."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(
            "GET", f"/{path}", headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        body = answer.read()
        connection.close()
        return answer.status, found, body


@pytest.fixture(scope="module")
def nginx(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on the loopback, ended with the tests of this module."""
    work = tmp_path_factory.mktemp("nginx")
    folder = Path(shutil.copytree(site_folder, work / "site"))
    compress(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    asked = ["--folder", str(folder), "--listen", f"127.0.0.1:{port}", *(["--brotli"] if BROTLI.is_file() else [])]
    written = run(["factbook", "nginx-config", *asked], ROOT)
    assert written.returncode == 0, written.stdout + written.stderr
    configuration = work / "nginx.conf"
    # Any other run of pytest closes the folder of all temporary ones to other users, nginx's own among them.
    user = "user root; " if os.geteuid() == 0 else ""
    module = f"load_module {BROTLI};\n" if BROTLI.is_file() else ""
    paths = "".join(
        f"{name}_temp_path {work}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    configuration.write_text(
        f"{module}{user}daemon off; worker_processes 2; pid {work}/pid; error_log {work}/error.log;\nevents {{}}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off;\n{paths}{written.stdout}}}\n",
        encoding="utf-8",
    )
    command = [str(NGINX), "-e", str(work / "error.log"), "-c", str(configuration)]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert tested.returncode == 0, tested.stderr
    process = subprocess.Popen(command)
    server = Server(folder, port)
    for _ in range(200):
        try:
            server.get("")
            break
        except OSError:
            if process.poll() is not None:
                raise AssertionError((work / "error.log").read_text()) from None
            time.sleep(0.05)
    yield server
    process.terminate()
    process.wait(20)


def test_every_answer_says_what_keeps_readers_safe(nginx: Server) -> None:
    """Pages, data, missing addresses: each with the policy and the other headers."""
    for path in ("", "api/v1/index.json", "assets/stylesheets/factbook.css", "nowhere/"):
        _, headers, _ = nginx.get(path)
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"


def test_a_missing_address_is_told_in_its_language(nginx: Server, site: BuiltSite) -> None:
    """The status is 404, and the page that of the language below which the address stands."""
    for home in site.homes:
        for name in ("nothing/here/", "nothing.csv", "nothing.jsonld", "assets/nothing.css"):
            status, _, body = nginx.get(home + name)
            assert status == 404
            assert body == gzip.decompress((nginx.folder / home / "404.html.gz").read_bytes())


def test_what_is_ready_is_sent_compressed(nginx: Server) -> None:
    """gzip where it is asked for, the plain file where not, and a cache is told of both."""
    _, plain, body = nginx.get("")
    _, packed, small = nginx.get("", Accept_Encoding="gzip")
    assert "content-encoding" not in plain
    assert packed["content-encoding"] == "gzip"
    assert packed["vary"] == "Accept-Encoding"
    assert gzip.decompress(small) == body
    assert small == (nginx.folder / "index.html.gz").read_bytes()


@pytest.mark.skipif(not BROTLI.is_file(), reason="no module for Brotli: tests/run.py installs it where it can")
def test_brotli_is_sent_to_those_who_read_it(nginx: Server) -> None:
    """Where a reader takes both forms, the smaller one is sent, as it was made."""
    _, headers, body = nginx.get("", Accept_Encoding="gzip, br")
    assert headers["content-encoding"] == "br"
    assert body == (nginx.folder / "index.html.br").read_bytes()


def test_a_chart_by_itself_has_its_own_style(nginx: Server, look: Any) -> None:
    """An image that is opened alone is drawn in its colours, without a complaint in the console."""
    chart = next(iter(sorted((nginx.folder / "charts").glob("*.svg")))).name
    page = look(None)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    answer = page.goto(f"{nginx.url}charts/{chart}")
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert said == []
    assert page.evaluate("getComputedStyle(document.querySelector('.ground')).fill") != "rgb(0, 0, 0)"


def test_types_and_caching(nginx: Server, site: BuiltSite) -> None:
    """Data is of its type and open to other sites; what changes its address is kept for good, pages are asked for."""
    _, page, _ = nginx.get("")
    assert page["content-type"] == "text/html; charset=utf-8"
    assert page["cache-control"] == "no-cache"
    assert "etag" in page
    status, _, _ = nginx.get("", If_None_Match=page["etag"])
    assert status == 304
    _, style, _ = nginx.get("assets/stylesheets/factbook.css?v=1")
    assert "immutable" in style["cache-control"]
    (nginx.folder / "assets" / "picture.png").write_bytes(b"of a page: its address stays when it changes")
    assert "immutable" not in nginx.get("assets/picture.png")[1]["cache-control"]
    for ending, media in TYPES.items():
        file = next(iter(sorted(nginx.folder.rglob(f"*.{ending}")))).relative_to(nginx.folder).as_posix()
        _, headers, _ = nginx.get(file)
        assert headers["content-type"].startswith(media)
        assert headers["access-control-allow-origin"] == "*"
    for home in site.homes:
        _, headers, _ = nginx.get(f"{home}feed.xml")
        assert headers["content-type"].startswith("application/atom+xml")
    assert nginx.get("_headers")[0] == nginx.get(".htaccess")[0] == 404


def test_no_page_complains_in_the_browser(nginx: Server, site: BuiltSite, look: Any) -> None:
    """Under the policy as a header, no kind of page has a fault in the console, and the search works."""
    page = look(None)
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    for address in [*site.looks, *site.homes]:
        page.goto(nginx.url + address)
    page.goto(nginx.url + "?q=esa")
    page.locator(".search-results a").first.wait_for()
    assert said == []


def test_what_is_injected_does_not_run(nginx: Server, look: Any) -> None:
    """Scripts and styles written into a page, and HTML made from text, are stopped by the browser."""
    file = nginx.folder / "injected.html"
    text = (nginx.folder / "index.html").read_text(encoding="utf-8")
    bad = "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'><style>body { color: red }</style>"
    file.write_text(text.replace("</main>", f"{bad}</main>"), encoding="utf-8")
    page = look(None)
    page.goto(nginx.url + "injected.html")
    assert page.evaluate("window.ran") is None
    assert page.evaluate("getComputedStyle(document.body).color") != "rgb(255, 0, 0)"
    with pytest.raises(Exception, match="TrustedHTML"):
        page.evaluate("document.body.innerHTML = '<b>x</b>'")


def test_only_embeds_may_be_framed_elsewhere(nginx: Server, look: Any, tmp_path: Path) -> None:
    """Another origin can show a figure in a frame, and no page."""
    embed = next(iter(sorted((nginx.folder / "embed").iterdir()))).name
    page = look(None)
    frames_of_both = (f'<iframe name="{name}" src="{nginx.url}{path}"></iframe>' for name, path in
                      (("a", f"embed/{embed}/"), ("b", "")))  # fmt: skip
    (tmp_path / "index.html").write_text("".join(frames_of_both), encoding="utf-8")
    other = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path)))
    Thread(target=other.serve_forever, daemon=True).start()
    page.goto(f"http://127.0.0.1:{other.server_port}/")  # another port is another origin
    page.wait_for_load_state("networkidle")
    frames = {frame.name: frame for frame in page.frames}
    assert frames["a"].locator("data").first.inner_text()
    assert "chrome-error" in frames["b"].url
    other.shutdown()


def test_two_hundred_readers_at_once(nginx: Server) -> None:
    """Two thousand requests of two hundred clients, a hundred kinds of files: not one fault."""
    files = [path.relative_to(nginx.folder).as_posix() for path in sorted(nginx.folder.rglob("*.html"))[:100]]
    with ThreadPoolExecutor(200) as readers:
        answers = list(readers.map(lambda number: nginx.get(files[number % len(files)])[0], range(2000)))
    assert set(answers) == {200}
