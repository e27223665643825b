"""A function call in a forked process, which has all data of this one: only the result is sent back."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from typing import Generic, TypeVar

Result = TypeVar("Result")


def can_fork() -> bool:
    """Return whether this process can be forked: not while other threads run, whose locks would stay locked."""
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


class ForkedCall(Generic[Result]):
    """A call that runs in a forked process. If it fails there, it is made here."""

    def __init__(self, work: Callable[[], Result]):
        """Start a call whose result can be pickled. Only if `can_fork`."""
        self._work = work
        self._pipe, other = multiprocessing.Pipe(duplex=False)
        self._process = ForkProcess(target=_send_result, args=(work, other, self._pipe), daemon=True)
        self._process.start()
        other.close()

    def result(self) -> Result:
        """Wait for the result and return it. Raises what the call raises."""
        done: list[Result] = []
        with suppress(EOFError, OSError):
            done.append(self._pipe.recv())
        self._pipe.close()
        self._process.join()
        return done[0] if done else self._work()


def _send_result(work: Callable[[], Result], pipe: Connection[Result, None], other: Connection[None, Result]) -> None:
    other.close()  # while this end is open, sending would not fail after the parent process was killed
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process ends this one
    with suppress(Exception):
        pipe.send(work())
