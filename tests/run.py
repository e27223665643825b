"""`make test`: linters, types, then every test; says loudly at the end when no browser could be had.

With `--all`, `make test-all`: the same, with every page in the browser and as many spoilt files as `make fuzz` tries.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The Nu HTML Checker as the npm registry has it, locked by its hash as all else is.
VNU = "26.9.27"
VNU_SHA256 = "22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47"
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


def web_server() -> str | None:
    """The path of nginx: an installed one, else Debian's package."""
    if not shutil.which("nginx") and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("No nginx here: installing Debian's package.", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
        packages = ["nginx-light", "libnginx-mod-http-brotli-static"]
        subprocess.run(["apt-get", "install", "-y", "-qq", *packages], env=environment, check=False,
                       stdout=subprocess.DEVNULL)  # fmt: skip
    return shutil.which("nginx")


def html_checker() -> str | None:
    """The path of the Nu HTML Checker: one that was fetched before, else from the npm registry; Java runs it."""
    if not shutil.which("java"):
        return None
    folder = ROOT / ".cache" / "vnu"
    jar = folder / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.is_file() and shutil.which("npm"):
        print("No HTML checker here: installing vnu-jar.", flush=True)
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--no-save", "--no-package-lock", "--ignore-scripts", f"vnu-jar@{VNU}"]
        subprocess.run(command, cwd=folder, check=False)
    if not jar.is_file():
        return None
    if hashlib.sha256(jar.read_bytes()).hexdigest() != VNU_SHA256:
        raise SystemExit(f"{jar} is not the one that was locked: its SHA-256 differs")
    return str(jar)


def main() -> int:
    """Run everything, stopping at the first kind of check that fails."""
    os.chdir(ROOT)
    tool = Path(sys.executable).parent
    for command in (
        [tool / "ruff", "check", "--quiet", "."],
        [tool / "ruff", "format", "--quiet", "--check", "."],
        [tool / "mypy"],
        [tool / "lint-imports", "--no-cache", "--no-logo"],
    ):
        print("$", *(Path(part).name for part in command), flush=True)
        if status := subprocess.run(command).returncode:
            return status
    found = browser()
    checker, server = html_checker(), web_server()
    environment = {**os.environ, "FACTBOOK_BROWSER": found or "", "FACTBOOK_VNU": checker or "", "LC_ALL": "C.UTF-8"}
    if "--all" in sys.argv:
        environment.setdefault("FACTBOOK_CASES", "2000")
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", *sys.argv[1:]]
    status = subprocess.run(command, env=environment).returncode
    if not found:
        shout(
            "NO BROWSER COULD BE HAD: the tests in a real browser were SKIPPED, not passed.",
            "Install Chromium (Debian: apt-get install chromium) and run make test again.",
        )
    if not server:
        shout(
            "NO NGINX COULD BE HAD: headers, compression and error pages on a real server were SKIPPED, not passed.",
            "Install nginx (Debian: apt-get install nginx-light) and run make test again.",
        )
    if not checker:
        shout(
            "NO HTML CHECKER COULD BE HAD: the validity of the pages was SKIPPED, not passed.",
            "Install Java and npm (Debian: apt-get install default-jre-headless npm) and run make test again.",
        )
    return status


def shout(*lines: str) -> None:
    """Say what was not tested so that nobody misses it."""
    print("\n" + "!" * 78, *(f"!! {line}" for line in lines), "!" * 78, sep="\n")


if __name__ == "__main__":
    sys.exit(main())
