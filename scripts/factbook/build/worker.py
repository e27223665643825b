"""A process that builds one language after the other, beside the one that has the facts."""

from __future__ import annotations

import multiprocessing
import signal
from contextlib import suppress
from typing import Any, Protocol

from factbook.build.fork import can_fork
from factbook.build.incremental import RenderJob, draw


class Engine(Protocol):
    """What turns the Markdown of a job into pages."""

    def init_worker(self) -> None:
        """Get ready in a process of its own."""

    def build(self, job: RenderJob) -> list[str]:
        """Do a job; gives the warnings."""


class WorkerError(Exception):
    """A job could not be done; the text says why."""


class Worker:
    """A process with an engine, for one job or many: that of a preview lives on, and keeps what it has compiled.

    It is forked where that is safe, which spares it all imports: before a preview has started its threads.
    """

    def __init__(self, engine: Engine):
        context: Any = multiprocessing.get_context("fork" if can_fork() else "spawn")
        self.pipe, other = context.Pipe()
        forked = self.pipe if can_fork() else None
        self.process = context.Process(target=_work, args=(other, engine, forked), daemon=True)
        self.process.start()
        other.close()

    def is_alive(self) -> bool:
        """Whether it can do a job."""
        return bool(self.process.is_alive())

    def submit(self, job: RenderJob) -> None:
        """Hand it a job."""
        with suppress(OSError):  # it has ended: told by `end`
            self.pipe.send(job)

    def result(self) -> list[str]:
        """Wait for the job to be done; gives the warnings. Raises WorkerError when it could not be."""
        try:
            fault, warnings = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join()
            raise WorkerError(f"worker process exited with status {self.process.exitcode}") from None
        if fault:
            raise WorkerError(fault)
        return list(warnings)

    def stop(self) -> None:
        """Stop it, whatever it does."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _work(pipe: Any, engine: Engine, forked: Any) -> None:
    """For each job, send the fault, empty where there is none, and the warnings.

    `forked` is the other end of the pipe where this process has inherited it: closed, so that the end of the process
    that holds it is the end of this one.
    """
    if forked:
        forked.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who began it ends it
    engine.init_worker()
    with suppress(EOFError, OSError):
        while True:
            job, fault, warnings = pipe.recv(), "", []
            try:
                warnings = engine.build(job)
                draw(job)
            except (Exception, SystemExit) as error:
                fault = str(error) or type(error).__name__
            with suppress(OSError):  # nobody is there to hear it
                pipe.send((fault, warnings))
