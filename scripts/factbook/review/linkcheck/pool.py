"""Many addresses at once: hosts side by side, the addresses of one host one after the other."""

from __future__ import annotations

import queue
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import requests

from factbook.review.linkcheck.check import FetchPolicy, LinkCheck, check_link

WORKERS = 12


def check_links(addresses: Mapping[str, str], manners: FetchPolicy, workers: int = WORKERS) -> Iterator[LinkCheck]:
    """Visit each address by its identifier; gives each visit as it ends. Only http and https are visited.

    No host is asked twice at a time. Threads are daemons, so that one that hangs does not keep the command.
    """
    hosts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for identifier, address in addresses.items():
        parts = urlsplit(address)
        if parts.scheme in ("http", "https"):
            hosts[parts.netloc.lower()].append((identifier, address))
    waiting: queue.SimpleQueue[list[tuple[str, str]]] = queue.SimpleQueue()
    done: queue.SimpleQueue[LinkCheck] = queue.SimpleQueue()
    for entries in sorted(hosts.values(), key=len, reverse=True):  # the longest row first, so that none is waited for
        waiting.put(entries)

    def work() -> None:
        while True:
            try:
                entries = waiting.get_nowait()
            except queue.Empty:
                return
            _visit_host(entries, manners, done)

    for _ in range(min(workers, len(hosts))):
        threading.Thread(target=work, daemon=True).start()
    for _ in range(sum(map(len, hosts.values()))):
        yield done.get()


def _visit_host(entries: list[tuple[str, str]], manners: FetchPolicy, done: queue.SimpleQueue[LinkCheck]) -> None:
    with requests.Session() as session:
        session.trust_env = False  # no credentials of the machine, no proxy that answers in a site's name
        for index, (identifier, address) in enumerate(entries):
            if index:
                manners.sleep(manners.pause)
            try:
                found = check_link(identifier, address, session, manners)
            except Exception as error:  # an address must never end the others' visits
                found = LinkCheck(identifier, address, "unreachable", detail=f"{type(error).__name__}: {error}"[:200])
            done.put(found)
