"""From saving a changed figure to the fresh page: `mkdocs serve` on the loopback, asked again and again."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from tests.bench.measuring import TooLongError, end_group, start

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.bench.projects import Edit, Watched

ASK_EVERY = 0.01
# MkDocs looks at the files twice a second: waiting times spread over that period by the golden ratio.
QUIET, PERIOD, GOLDEN = 1.0, 0.5, 0.618


def save_to_fresh(folder: Path, edit: Edit, pages: Sequence[Watched], edits: int, limit: float) -> list[float]:
    """Seconds from the start of saving to the last language's fresh page, for each of `edits` changes.

    The changes go there and back, and leave the file as it was. Raises TooLongError when a page is not fresh
    after `limit` seconds, RuntimeError when the server ends by itself.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / ".bench.log"
    with log.open("wb") as output:
        command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"]
        process = start(command, folder, output.fileno())
        try:
            server = _Server(port, process, time.perf_counter() + limit)
            server.wait_for(pages, changed=False)
            return [_once(server, folder, edit, pages, number, limit) for number in range(edits)]
        except (TooLongError, RuntimeError) as error:
            raise type(error)(f"{error}\n{log.read_text('utf-8', errors='replace')[-2000:]}") from None
        finally:
            edit.write(folder, changed=False)
            _end(process)


def _once(server: _Server, folder: Path, edit: Edit, pages: Sequence[Watched], number: int, limit: float) -> float:
    time.sleep(QUIET + PERIOD * (number * GOLDEN % 1))
    server.end = time.perf_counter() + limit
    changed = number % 2 == 0
    begin = time.perf_counter()
    edit.write(folder, changed)
    server.wait_for(pages, changed)
    return time.perf_counter() - begin


class _Server:
    def __init__(self, port: int, process: subprocess.Popen[bytes], end: float):
        self.port, self.process, self.end = port, process, end

    def wait_for(self, pages: Sequence[Watched], changed: bool) -> None:
        """Ask for each page in turn until all show the figure as it is saved now."""
        waiting = list(pages)
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


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        end_group(process.pid)
        process.wait()
