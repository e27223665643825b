"""Every change of a value is kept and published: several of one value, and those of figures computed from it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from factbook.build.pipeline import run_pipeline
from factbook.data.changes import all_changes, all_changes_of
from factbook.opendata import Publication, Serializer, open_data
from tests.conftest import run

COMPUTED = """
double:
  label: {fr: "Le double", en: "Twice as much"}
  definition: {fr: "Deux fois.", en: "Twice."}
  unit: EUR
  scale: billion
  computed: "{esa-contribution} * 2"
  digits: 2
"""


@pytest.fixture
def changed(small: Path) -> Path:
    """Return a site with a value that was corrected and then revised by command; another figure is computed from it."""
    file = small / "data" / "figures" / "esa.yml"
    file.write_text(file.read_text(encoding="utf-8") + COMPUTED, encoding="utf-8")
    for value, kind in (("1.2", "correction"), ("1.3", "revision")):
        set_value(small, value, kind)
    return small


def set_value(project: Path, value: str, kind: str) -> None:
    """Replace the value of 2022 by command."""
    command = ["factbook", "set", "esa-contribution", "2022", value, "--kind", kind, "--source", "cnes-seed-fr",
               "--reason-fr", f"Raison {value}", "--reason-en", f"Reason {value}"]  # fmt: skip
    result = run(command, project, LANGUAGE="en")
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_whole_history_is_kept(changed: Path) -> None:
    """Two changes of one value each have the value before, the value after and the reason."""
    entries = [e for e in all_changes(run_pipeline(changed).catalogue) if e.figure == "esa-contribution"]
    told = sorted((str(e.was), str(e.value), e.kind, (e.reason or {})["en"]) for e in entries)
    assert told == [("1.174", "1.2", "correction", "Reason 1.2"), ("1.2", "1.3", "revision", "Reason 1.3")]


def test_a_computed_figure_changes_with_its_inputs(changed: Path) -> None:
    """The computed figure has a change with its value before and after, on the same day."""
    (entry,) = [e for e in all_changes(run_pipeline(changed).catalogue) if e.figure == "double"]
    assert (entry.recomputed, entry.was, entry.value) == (True, Decimal("2.35"), Decimal("2.60"))


def test_readers_see_every_change(changed: Path) -> None:
    """The page of the figure has both reasons, and the feed of each language all entries."""
    result = run(["factbook", "stage", "staged"], changed)
    assert result.returncode == 0, result.stdout + result.stderr
    for code in ("fr", "en"):
        feed = (changed / "staged" / code / "feed.xml").read_text(encoding="utf-8")
        assert feed.count('<category term="correction"/>') == 1
        assert feed.count('<category term="revision"/>') == 2


def test_a_computed_value_is_added_with_its_last_input(small: Path) -> None:
    """A period that was added later is also new in the computed figure."""
    file = small / "data" / "figures" / "esa.yml"
    text = file.read_text(encoding="utf-8").replace("value: 1.174\n", "value: 1.174\n      added: 2026-12-01\n", 1)
    file.write_text(text + COMPUTED, encoding="utf-8")
    catalogue = run_pipeline(small).catalogue
    assert [(e.kind, str(e.on), e.was) for e in all_changes_of(catalogue, "double")] == [
        ("new-period", "2026-12-01", None)
    ]
    assert [observation.added for observation in catalogue.figures["double"].observations] == [None, date(2026, 12, 1)]


def test_two_changes_of_one_day_are_two_entries(changed: Path) -> None:
    """The ids of feed entries are unique, and later entries of a day leave the earlier ones unchanged."""
    identities: list[list[str]] = []
    for value in ("1.4", "1.5"):
        result = run_pipeline(changed)
        feed = open_data(Serializer(Publication(result.site, result.catalogue, result.outline)))["feed.xml"].decode()
        identities.append(re.findall("<id>(.*?)</id>", feed))
        set_value(changed, value, "revision")
    assert all(len(found) == len(set(found)) for found in identities)
    assert set(identities[0]) < set(identities[1])
