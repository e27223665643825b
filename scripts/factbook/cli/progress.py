"""The pipeline with a progress bar, as commands run it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import click

from factbook.build import pipeline
from factbook.build.trace import MemoTables
from factbook.cli.session import Session


@contextmanager
def progress(current: Session) -> Iterator[Callable[[str], object]]:
    """Show a progress bar of the stages on the error stream if it is a terminal; yield the function to call at each."""
    if not sys.stderr.isatty():
        yield lambda stage: None
        return
    bar: Any  # the type of the bar is generic only in the newer versions of click
    with click.progressbar(
        length=len(pipeline.STAGES), file=sys.stderr, show_eta=False, show_pos=True,
        item_show_func=lambda stage: current.translate(stage) if stage else "",
    ) as bar:  # fmt: skip
        bar.update(0)
        yield lambda stage: bar.update(1, stage)


def run_pipeline_with_progress(current: Session, as_of: str | None = None, strict: bool = False) -> pipeline.Prepared:
    """Run the pipeline with the memo tables of earlier runs, with a progress bar on a terminal."""
    day = date.fromisoformat(as_of) if as_of else None
    memory = MemoTables.open(current.root).pages
    with progress(current) as begin:
        result = pipeline.run_pipeline(current.root, day, strict, begin, memory)
    memory.save()
    return result
