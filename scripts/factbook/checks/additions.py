"""Values that are new since the first publication, which readers must be able to tell from those of the first day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.model import Catalogue


def check_additions(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield an error for each value that came after the first publication and has no `added`.

    The home, the page of changes and the feed are made from `added`; without it they would say that nothing is new.
    What was there on the first day is kept in a file of the data (`published.yml`, by `factbook record-publication`)
    and not read from git: the check has to give the same answer in a shallow clone, in an archive and in CI.
    """
    if catalogue.first_published is None:
        return
    for identifier, figure in catalogue.figures.items():
        if figure.computed:
            continue  # it comes with the last of its parts
        record = catalogue.first_published.get(identifier)
        known = {period.text for period in record.periods} if record else set()
        for index, observation in enumerate(figure.observations):
            period = observation.period.text
            if observation.added is None and period not in known:
                place = catalogue.place("figures", identifier, "observations", index, "period")
                yield Problem("added-needed", place, {"id": identifier, "period": period}, length=len(period))
