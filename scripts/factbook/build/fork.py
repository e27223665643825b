"""Work that a second process does beside this one, from all that this one knows: only the result travels."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")


def can_fork() -> bool:
    """Whether this process can be forked: not while it has other threads, as their locks would stay locked."""
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


class ForkedCall(Generic[Result]):
    """Work that has been begun in a forked process. Where it fails there, it is done here."""

    def __init__(self, work: Callable[[], Result]):
        """`work` gives something that can be pickled. Only where `can_fork`."""
        self._work = work
        context: Any = multiprocessing.get_context("fork")
        self._pipe, other = context.Pipe(duplex=False)
        self._process = context.Process(target=_do, args=(work, other, self._pipe), daemon=True)
        self._process.start()
        other.close()

    def result(self) -> Result:
        """Wait for the result; raises what the work raises."""
        done: list[Result] = []
        with suppress(EOFError, OSError):
            done.append(self._pipe.recv())
        self._pipe.close()
        self._process.join()
        return done[0] if done else self._work()


def _do(work: Callable[[], Any], pipe: Any, other: Any) -> None:
    other.close()  # else nobody would be missed who reads: where the one who began it is killed, sending must fail
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who began it ends it
    with suppress(Exception):
        pipe.send(work())
