"""Our own half by itself, in a process of its own: `python own_half.py ROOT TARGET` prints its times.

Each function that the flow calls is timed under its name, in the order of the flow; `imports` comes first.
A line of JSON tells all seconds so far whenever one ends, so that a run cut short has told something too.
"""

from __future__ import annotations

import inspect
import json
import sys
import time
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

BEGIN = time.perf_counter()

from factbook.build import pipeline  # noqa: E402 - the import is what is timed

if TYPE_CHECKING:
    from collections.abc import Callable

times: dict[str, float] = {"imports": time.perf_counter() - BEGIN}


def timed(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, its seconds added up under its name; a generator is run to its end at once."""

    @wraps(function)
    def run(*args: Any, **named: Any) -> Any:
        begin = time.perf_counter()
        result = function(*args, **named)
        if inspect.isgenerator(result):
            result = list(result)
        times[function.__name__] = times.get(function.__name__, 0.0) + time.perf_counter() - begin
        print(json.dumps(times), flush=True)
        return result

    return run


def main(root: Path, target: Path) -> None:
    """Stage `root` into `target` with every stage of the flow timed."""
    for name, value in list(vars(pipeline).items()):
        if inspect.isfunction(value) and value.__module__ != pipeline.__name__:
            setattr(pipeline, name, timed(value))
    begin = time.perf_counter()
    pipeline.stage(root, target)
    times["other"] = time.perf_counter() - begin - (sum(times.values()) - times["imports"])
    print(json.dumps(times))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
