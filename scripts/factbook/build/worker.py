"""Engines at work: one language in this process, each other in a process of its own."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess, SpawnProcess

from factbook.build.engine import Engine, RenderJob
from factbook.build.errors import EngineError
from factbook.build.fork import can_fork


class EnginePool:
    """The engines of a build or of a preview, one for each language."""

    def __init__(self, create_engine: Callable[[], Engine], keep_alive: bool = False):
        """Create a pool without processes.

        Args:
            create_engine: Called in this process, once for each language.
            keep_alive: Whether processes wait for further jobs, as in a preview; else they end with each `render`.
        """
        self._create, self._keep_alive = create_engine, keep_alive
        self._engine: Engine | None = None
        self._workers: dict[str, Worker] = {}

    def render(self, jobs: Sequence[RenderJob]) -> list[str]:
        """Do the jobs, those of different languages in parallel; return the engine's warnings. Raises EngineError."""
        here = next((job for job in jobs if not job.part.prefix), None)
        others = [job for job in jobs if job is not here]
        for job in others:
            name = job.part.prefix
            if name not in self._workers or not self._workers[name].is_alive():
                self._workers[name] = Worker(self._create())
        try:
            for job in others:
                self._workers[job.part.prefix].submit(job)
            warnings = self._render_here(here) if here else []
            for job in others:
                warnings += self._workers[job.part.prefix].result()
        finally:
            if not self._keep_alive or sys.exc_info()[0]:
                self.stop()
        return warnings

    def _render_here(self, job: RenderJob) -> list[str]:
        self._engine = self._engine or self._create()
        try:
            return _do(job, self._engine)
        except (Exception, SystemExit) as error:
            raise EngineError(_message(error)) from error

    def stop(self) -> None:
        """End all processes, whatever they are doing."""
        for worker in self._workers.values():
            worker.stop()
        self._workers.clear()


class Worker:
    """A process with an engine, for one job after the other; it keeps what the engine has compiled.

    It is forked where that is safe (before a preview has started its threads), which spares it all imports.
    """

    def __init__(self, engine: Engine):
        forks = can_fork()
        self.pipe, other = multiprocessing.Pipe()
        start = ForkProcess if forks else SpawnProcess
        self.process = start(target=_work, args=(other, engine, self.pipe if forks else None), daemon=True)
        self.process.start()
        other.close()

    def is_alive(self) -> bool:
        """Return whether the process can do a job."""
        return self.process.is_alive()

    def submit(self, job: RenderJob) -> None:
        """Send a job to the process."""
        with suppress(OSError):  # the process has ended: `result` raises
            self.pipe.send(job)

    def result(self) -> list[str]:
        """Wait for the job and return its warnings. Raises EngineError."""
        try:
            fault, warnings = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join()
            raise EngineError(f"worker process exited with status {self.process.exitcode}") from None
        if fault:
            raise EngineError(fault)
        return list(warnings)

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _work(
    pipe: Connection[tuple[str, list[str]], RenderJob],
    engine: Engine,
    forked: Connection[RenderJob, tuple[str, list[str]]] | None,
) -> None:
    """Do jobs as they arrive; send the error message of each, empty if there is none, and its warnings.

    `forked` is the other end of the pipe if this process has inherited it: closed here, so that the end of the parent
    process is the end of this one.
    """
    if forked:
        forked.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process ends this one
    with suppress(EOFError, OSError):
        while True:
            job, fault, warnings = pipe.recv(), "", list[str]()
            try:
                warnings = _do(job, engine)
            except (Exception, SystemExit) as error:
                fault = _message(error)
            with suppress(OSError):  # the parent process has ended
                pipe.send((fault, warnings))


def _do(job: RenderJob, engine: Engine) -> list[str]:
    warnings = engine.build(job)
    draw_pictures(job)
    return warnings


def _message(error: BaseException) -> str:
    return str(error) or type(error).__name__


def draw_pictures(job: RenderJob) -> None:
    """Draw the social images of a job."""
    prefix, target = job.part.prefix, job.part.target
    root = target.parents[prefix.count("/") - 1] if prefix else target
    for path, picture in job.pictures.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        file.write_bytes(picture.png())
