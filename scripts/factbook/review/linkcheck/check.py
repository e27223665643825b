"""The check of one URL: redirects are followed, temporary failures retried, within a time limit."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from ipaddress import ip_address
from typing import Literal, get_args
from urllib.parse import urlsplit

import requests

Outcome = Literal[
    "ok",
    "redirected",
    "not_found",
    "forbidden",
    "rate_limited",
    "server_error",
    "timeout",
    "tls_error",
    "unreachable",
]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

_PERMANENT = frozenset({301, 308})
_GONE = frozenset({404, 410})
_TEMPORARY = frozenset({429, 502, 503, 504})
_TITLE = re.compile(rb"<title\b[^>]*>(.*?)</title\s*>", re.IGNORECASE | re.DOTALL)
_CHARSET = re.compile(rb"<meta\b[^>]*\bcharset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_LONGEST_TITLE = 300


@dataclass(frozen=True)
class FetchPolicy:
    """The limits of requests. Times are in seconds, sizes in bytes.

    `timeout` is for a request with all its redirects, `max_retry_after` the longest wait before a retry that a server
    may ask for, `pause` the time between two requests to one host.
    """

    agent: str = "factbook"
    connect: float = 10
    timeout: float = 30
    pause: float = 1
    max_retry_after: float = 60
    tries: int = 3
    redirects: int = 8
    max_bytes: int = 262_144
    verify: bool | str = True
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)


@dataclass(frozen=True)
class LinkCheck:
    """The result for one URL. `final` is the URL after redirects, `detail` the reason of a failure without status."""

    id: str
    address: str
    outcome: Outcome
    status: int | None = None
    final: str = ""
    title: str = ""
    detail: str = ""


class _TooSlowError(Exception):
    """The request took longer than its time limit."""


@dataclass(frozen=True)
class _Answer:
    status: int
    final: str
    moved: bool
    title: str
    wait: float | None


def check_link(identifier: str, address: str, session: requests.Session, policy: FetchPolicy) -> LinkCheck:
    """Request a URL, with retries if it is busy or failing. Failures are returned, not raised."""
    found = LinkCheck(identifier, address, "unreachable")
    for number in range(1, policy.tries + 1):
        found, wait = _once(identifier, address, session, policy)
        if found.outcome not in ("rate_limited", "server_error", "timeout", "unreachable") or number == policy.tries:
            break
        pause = policy.pause * 2**number if wait is None else wait
        if pause > policy.max_retry_after:
            break
        policy.sleep(pause)
    return found


def _once(
    identifier: str, address: str, session: requests.Session, policy: FetchPolicy
) -> tuple[LinkCheck, float | None]:
    """Request a URL once. Return the result, and the seconds to wait before a retry if the server says so."""
    try:
        answer = _ask(address, session, policy)
    except requests.exceptions.SSLError as error:
        return LinkCheck(identifier, address, "tls_error", detail=_why(error)), None
    except (requests.exceptions.Timeout, _TooSlowError):
        return LinkCheck(identifier, address, "timeout", detail=f"{policy.timeout:g} s"), None
    except requests.exceptions.TooManyRedirects:
        return LinkCheck(identifier, address, "server_error", detail=f"> {policy.redirects} redirects"), None
    except (requests.exceptions.RequestException, OSError, ValueError) as error:
        return LinkCheck(identifier, address, "unreachable", detail=_why(error)), None
    return LinkCheck(identifier, address, _outcome(answer), answer.status, answer.final, answer.title), answer.wait


def _outcome(answer: _Answer) -> Outcome:
    if answer.status in _GONE:
        return "not_found"
    if answer.status in _TEMPORARY:
        return "rate_limited" if answer.status == 429 else "server_error"
    if answer.status >= 500:
        return "server_error"
    if answer.status >= 400:
        return "forbidden"
    return "redirected" if answer.moved else "ok"


def _ask(address: str, session: requests.Session, policy: FetchPolicy) -> _Answer:
    """Request a URL and follow its redirects, without reading the bodies of redirects."""
    end = time.monotonic() + policy.timeout
    moved = True
    request: requests.PreparedRequest | None = session.prepare_request(
        requests.Request("GET", address, headers={"User-Agent": policy.agent, "Accept": "text/html,*/*;q=0.8"})
    )
    for number in range(policy.redirects + 1):
        assert request is not None  # noqa: S101 - the loop ends where there is no next one
        left = end - time.monotonic()
        if left <= 0:
            raise _TooSlowError
        with session.send(
            request, stream=True, allow_redirects=False, verify=policy.verify,
            timeout=(min(policy.connect, left), left),
        ) as response:  # fmt: skip
            if response.is_redirect:
                moved = moved and response.status_code in _PERMANENT
                request = response.next
                if request is not None:
                    _check_redirect(address, request.url or "")
                continue
            return _Answer(
                status=response.status_code,
                final=response.url,
                moved=moved and number > 0,
                title=_title(response, end, policy.max_bytes),
                wait=_wait(response.headers.get("Retry-After", "")),
            )
    raise requests.exceptions.TooManyRedirects


def _check_redirect(address: str, target: str) -> None:
    """Raise ValueError if a redirect leads elsewhere than to the web, or from the internet into a private network."""
    if urlsplit(target).scheme not in ("http", "https"):
        raise ValueError(f"redirect to {target}")
    if _is_private(target) and not _is_private(address):
        raise ValueError(f"redirect to {target}, an address of a private network")


def _is_private(address: str) -> bool:
    """Return whether a host has an address that is not globally reachable (IANA special-purpose registries)."""
    found = socket.getaddrinfo(urlsplit(address).hostname, None)
    return any(not ip_address(str(entry[4][0]).partition("%")[0]).is_global for entry in found)


def _title(response: requests.Response, end: float, most: int) -> str:
    """Return the title of an HTML page, from its first bytes; empty for other documents."""
    if response.status_code >= 400 or "html" not in response.headers.get("Content-Type", "html"):
        return ""
    content = b""
    while len(content) < most and not _TITLE.search(content):
        if time.monotonic() > end:
            raise _TooSlowError
        part = response.raw.read1(8192, decode_content=True)
        if not part:
            break
        content += part
    match = _TITLE.search(content)
    if not match:
        return ""
    charset = _CHARSET.search(content)
    name = charset.group(1).decode("ascii", "replace") if charset else response.encoding or "utf-8"
    try:
        title = match.group(1).decode(name, "replace")
    except LookupError:
        title = match.group(1).decode("utf-8", "replace")
    return " ".join(unescape(title).split())[:_LONGEST_TITLE]


def _wait(asked: str) -> float | None:
    """Return the seconds of a Retry-After header (RFC 9110, 10.2.3), or None."""
    if asked.isdigit():
        return float(asked)
    try:
        when = parsedate_to_datetime(asked)
    except ValueError:
        return None
    return max(0.0, (when - datetime.now(UTC)).total_seconds()) if when.tzinfo else None


def _why(error: BaseException) -> str:
    """Return the innermost cause of an exception, at most 200 characters."""
    while (inner := error.__cause__ or error.__context__ or getattr(error, "reason", None)) and inner is not error:
        if not isinstance(inner, BaseException):
            break
        error = inner
    return f"{type(error).__name__}: {error}"[:200]
