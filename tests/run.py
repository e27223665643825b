"""`make test`: linters, types, then every test; says loudly at the end when no browser could be had."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def installed_browser() -> str | None:
    """The path of a Chromium or Chrome on this machine, or of the one that Playwright keeps."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def browser() -> str | None:
    """A browser for the tests: an installed one, else Debian's package, else Playwright's own."""
    if found := installed_browser():
        return found
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("No Chromium here: installing Debian's package.", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], env=environment, check=False,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        if found := installed_browser():
            return found
    print("No Chromium here: asking Playwright for its own.", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return installed_browser()


def main() -> int:
    """Run everything, stopping at the first kind of check that fails."""
    os.chdir(ROOT)
    tool = Path(sys.executable).parent
    for command in (
        [tool / "ruff", "check", "--quiet", "."],
        [tool / "ruff", "format", "--quiet", "--check", "."],
        [tool / "mypy"],
    ):
        print("$", *(Path(part).name for part in command), flush=True)
        if status := subprocess.run(command).returncode:
            return status
    found = browser()
    environment = {**os.environ, "FACTBOOK_BROWSER": found or "", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", *sys.argv[1:]]
    status = subprocess.run(command, env=environment).returncode
    if not found:
        print("\n" + "!" * 78)
        print("!! NO BROWSER COULD BE HAD: the tests in a real browser were SKIPPED, not passed.")
        print("!! Install Chromium (Debian: apt-get install chromium) and run make test again.")
        print("!" * 78)
    return status


if __name__ == "__main__":
    sys.exit(main())
