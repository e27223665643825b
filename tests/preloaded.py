"""Run `mkdocs` and `factbook` in processes forked from one that has imported them, as half of a small build is imports.

Each command still has a process, an environment, a working directory and a state of its own: the parent imports what
the commands import, calls nothing of it, and forks. Whatever depends on how an interpreter starts (hash seed, terminal)
needs a fresh one: `tests.conftest.run` sees to that.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

COMMANDS = ("factbook", "mkdocs")
# What each command imports once it knows what it has to do.
IMPORTED = (
    "mkdocs.commands.build",
    "mkdocs.theme",
    "mkdocs.plugins",
    "factbook.plugin",
    "factbook.build.pipeline",
    "babel.dates",
)


class Preloaded:
    """A process that waits with everything imported, and is ended with the one that started it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.preloaded"], cwd=Path(__file__).parents[1], start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip

    def run(
        self, command: list[str], cwd: Path, environment: dict[str, str], seconds: float
    ) -> subprocess.CompletedProcess[str]:
        """Run a command as subprocess.run would. Raises subprocess.TimeoutExpired, and is of no use afterwards."""
        assert self.process.stdin
        assert self.process.stdout
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            files = [f"/proc/{os.getpid()}/fd/{file.fileno()}" for file in (out, err)]
            asked = {"command": command, "cwd": str(cwd), "environment": environment, "files": files}
            self.process.stdin.write(json.dumps(asked).encode() + b"\n")
            self.process.stdin.flush()
            if not select.select([self.process.stdout], [], [], seconds)[0]:
                os.killpg(self.process.pid, signal.SIGKILL)
                raise subprocess.TimeoutExpired(command, seconds)
            status = int(self.process.stdout.readline())
            texts = []
            for file in (out, err):
                file.seek(0)
                texts.append(file.read().decode())
        return subprocess.CompletedProcess(command, status, *texts)


def main() -> None:
    """Fork a process for each line of standard input, and write its exit status."""
    functions = {name: entry_points(group="console_scripts", name=name)[name].load() for name in COMMANDS}
    for name in IMPORTED:
        import_module(name)
    for line in sys.stdin:
        asked = json.loads(line)
        if not (pid := os.fork()):
            begin(**asked)
            sys.exit(functions[Path(asked["command"][0]).name]())
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def begin(command: list[str], cwd: str, environment: dict[str, str], files: list[str]) -> None:
    """Make this process what a shell would have started."""
    for number, file in enumerate([os.devnull, *files]):
        opened = os.open(file, os.O_RDWR)
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv = command


if __name__ == "__main__":
    main()
