"""Concurrent checks: hosts in parallel, the URLs of one host in sequence."""

from __future__ import annotations

import queue
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import requests

from factbook.review.linkcheck.check import FetchPolicy, LinkCheck, check_link

WORKERS = 12


def check_links(addresses: Mapping[str, str], policy: FetchPolicy, workers: int = WORKERS) -> Iterator[LinkCheck]:
    """Check each URL, by identifier, and yield each result as it is done. URLs other than http and https are skipped.

    Requests to one host are sequential. Threads are daemons, so that one that hangs does not keep the process alive.
    """
    hosts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for identifier, address in addresses.items():
        parts = urlsplit(address)
        if parts.scheme in ("http", "https"):
            hosts[parts.netloc.lower()].append((identifier, address))
    waiting: queue.SimpleQueue[list[tuple[str, str]]] = queue.SimpleQueue()
    done: queue.SimpleQueue[LinkCheck] = queue.SimpleQueue()
    for entries in sorted(hosts.values(), key=len, reverse=True):  # the host with most URLs first, as it takes longest
        waiting.put(entries)

    def work() -> None:
        while True:
            try:
                entries = waiting.get_nowait()
            except queue.Empty:
                return
            _visit_host(entries, policy, done)

    for _ in range(min(workers, len(hosts))):
        threading.Thread(target=work, daemon=True).start()
    for _ in range(sum(map(len, hosts.values()))):
        yield done.get()


def _visit_host(entries: list[tuple[str, str]], policy: FetchPolicy, done: queue.SimpleQueue[LinkCheck]) -> None:
    with requests.Session() as session:
        session.trust_env = False  # no credentials of the machine, no proxy that answers for a site
        for index, (identifier, address) in enumerate(entries):
            if index:
                policy.sleep(policy.pause)
            try:
                found = check_link(identifier, address, session, policy)
            except Exception as error:  # one URL must not stop the checks of the others
                found = LinkCheck(identifier, address, "unreachable", detail=f"{type(error).__name__}: {error}"[:200])
            done.put(found)
