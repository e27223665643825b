"""What a command costs: time, processor time and memory of its whole tree of processes."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# Fine enough for builds of seconds, and under 2 % of one core.
SAMPLE_EVERY = 0.05


class TooLongError(Exception):
    """A command passed its time limit and was ended. `printed` is what it had printed by then."""

    printed = ""


@dataclass(frozen=True)
class Cost:
    """`wall` and `cpu` in seconds, `memory` in bytes: the highest sum over all processes alive together."""

    wall: float
    cpu: float
    memory: int


def memory_kind() -> str:
    """PSS where the system tells it (pages that processes share count once), else RSS."""
    return "PSS" if hasattr(psutil.Process().memory_full_info(), "pss") else "RSS"


def _memory(process: psutil.Process) -> int:
    """Memory in bytes of a process and all below it, now."""
    found: dict[tuple[int, int], int] = {}
    try:
        for one in (process, *process.children(recursive=True)):
            info = one.memory_full_info()
            # A child between vfork and exec runs in its parent's memory: counted once.
            found[info.rss, info.vms] = getattr(info, "pss", info.rss)
    except psutil.Error:  # one of them ended meanwhile
        return 0
    return sum(found.values())


class _Watch(threading.Thread):
    """Samples the memory of a process tree until told to stop; ends the tree at the time limit."""

    def __init__(self, pid: int, limit: float):
        super().__init__(daemon=True)
        self.process, self.end = psutil.Process(pid), time.perf_counter() + limit
        self.peak, self.over, self.done = 0, False, threading.Event()

    def run(self) -> None:
        while not self.done.wait(SAMPLE_EVERY):
            self.peak = max(self.peak, _memory(self.process))
            if time.perf_counter() > self.end:
                self.over = True
                end_group(self.process.pid)
                return


def environment() -> dict[str, str]:
    """The environment of all measured commands."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "LC_ALL": "C.UTF-8"}


def measure(commands: Sequence[Sequence[str]], folder: Path, limit: float) -> tuple[Cost, str]:
    """Run commands in `folder`, one after the other, and tell their cost together and what they printed.

    Raises TooLongError when one takes more than `limit` seconds, RuntimeError when one fails.
    """
    costs, printed = [], []
    for command in commands:
        with (folder / ".bench.log").open("w+", encoding="utf-8") as log:
            begin = time.perf_counter()
            process = start(command, folder, log.fileno())
            watch = _Watch(process.pid, limit)
            watch.start()
            # wait4 tells what the process and every descendant it waited for used.
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - begin
            watch.done.set()
            watch.join()
            log.seek(0)
            printed.append(log.read())
        process.returncode = os.waitstatus_to_exitcode(status)
        if watch.over:
            error = TooLongError(f"over {limit:g} s: {' '.join(command)}")
            error.printed = printed[-1]
            raise error
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)}\nin {folder}:\n{printed[-1][-3000:]}")
        costs.append(Cost(wall, used.ru_utime + used.ru_stime, watch.peak))
    total = Cost(sum(c.wall for c in costs), sum(c.cpu for c in costs), max(c.memory for c in costs))
    return total, "".join(printed)


def start(command: Sequence[str], folder: Path, output: int) -> subprocess.Popen[bytes]:
    """Start a command in a process group of its own, which `end_group` can end whole."""
    return subprocess.Popen(
        command, cwd=folder, env=environment(), stdin=subprocess.DEVNULL,
        stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip


def end_group(pid: int) -> None:
    """End a process and all of its group, at once."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
