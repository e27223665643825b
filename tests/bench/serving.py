"""From saving a changed figure to the fresh page: a preview on the loopback, asked again and again."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench.measuring import TooLongError, end_group, start

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.bench.projects import Edit, Watched

ASK_EVERY = 0.01
# Some look at the files twice a second: waiting times spread over that period by the golden ratio.
QUIET, PERIOD, GOLDEN = 1.0, 0.5, 0.618


@dataclass(frozen=True)
class Preview:
    """A command that serves some languages' pages; in it `{port}` stands for a port, `{address}` for host and port."""

    command: Sequence[str]
    languages: Sequence[str]


def save_to_fresh(
    folder: Path, previews: Sequence[Preview], edit: Edit, pages: Sequence[Watched], edits: int, limit: float
) -> list[float]:
    """Seconds from the start of saving to the last language's fresh page, for each of `edits` changes.

    The changes go there and back, and leave the files as they were. Raises TooLongError when a page is not fresh
    after `limit` seconds, RuntimeError when a server ends by itself.
    """
    servers: list[_Server] = []
    try:
        for preview in previews:
            shown = [page for page in pages if page.language in preview.languages]
            servers.append(_Server(folder, preview, shown, len(servers), limit))
        for server in servers:
            server.wait(changed=False)
        return [_once(servers, folder, edit, number, limit) for number in range(edits)]
    except (TooLongError, RuntimeError) as error:
        logs = "\n".join(server.log.read_text("utf-8", errors="replace")[-2000:] for server in servers)
        raise type(error)(f"{error}\n{logs}") from None
    finally:
        edit.write(folder, changed=False)
        for server in servers:
            server.stop()


def _once(servers: Sequence[_Server], folder: Path, edit: Edit, number: int, limit: float) -> float:
    time.sleep(QUIET + PERIOD * (number * GOLDEN % 1))
    changed = number % 2 == 0
    begin = time.perf_counter()
    edit.write(folder, changed)
    for server in servers:
        server.end = time.perf_counter() + limit
        server.wait(changed)
    return time.perf_counter() - begin


class _Server:
    def __init__(self, folder: Path, preview: Preview, pages: Sequence[Watched], number: int, limit: float):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.pages = pages
        self.log = folder / f".bench.{number}.log"
        names = {"port": str(self.port), "address": f"127.0.0.1:{self.port}"}
        with self.log.open("wb") as output:
            command = [part.format(**names) for part in preview.command]
            self.process: subprocess.Popen[bytes] = start(command, folder, output.fileno())
        self.end = time.perf_counter() + limit

    def wait(self, changed: bool) -> None:
        """Ask for each page in turn until all show the figure as it is saved now."""
        waiting = list(self.pages)
        while waiting:
            text = self._get(waiting[0].path)
            wanted, other = waiting[0].before, waiting[0].after
            if changed:
                wanted, other = other, wanted
            if wanted in text and other not in text:
                waiting.pop(0)
                continue
            if self.process.poll() is not None:
                raise RuntimeError("the server has ended")
            if time.perf_counter() > self.end:
                raise TooLongError(f"{waiting[0].path} does not show {wanted}")
            time.sleep(ASK_EVERY)

    def _get(self, path: str) -> str:
        """The page, or nothing while it cannot be had."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=max(0.1, self.end - time.perf_counter())
        )
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read().decode("utf-8", errors="replace")
        except (OSError, http.client.HTTPException):
            return ""
        finally:
            connection.close()
        return body if answer.status == 200 else ""

    def stop(self) -> None:
        """End it as an editor does, with Ctrl-C; at once where it does not."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            end_group(self.process.pid)
            self.process.wait()
