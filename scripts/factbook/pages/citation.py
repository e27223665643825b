"""Citations of figures: title, site, day of the newest change, permanent address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factbook.i18n.messages import interpolate

if TYPE_CHECKING:
    from datetime import date

    from factbook.data.config import Site
    from factbook.i18n.formatter import Formatter
    from factbook.model import Figure
    from factbook.pages.spec import Outline

# The interface string of a citation; each translation keeps its {title}, {site}, {date} and {address}.
CITED = "“{title}”. {site}, {date}. {address}"
CITED_UNDATED = "“{title}”. {site}. {address}"


@dataclass(frozen=True)
class Citation:
    """The citation of a figure in one language. `key` is unique; `address` is the page's, absolute."""

    key: str
    language: str
    title: str
    site: str
    address: str
    on: date | None

    @classmethod
    def of(
        cls, site: Site, outline: Outline, figure: Figure, wording: Formatter, identifier: str, on: date | None
    ) -> Citation:
        """Return the citation of a figure; its address is the site's home where the figure has no page."""
        code = wording.language
        spec = outline.pages[code].get(f"figures/{identifier}")
        return cls(
            key=f"{identifier}-{code}",
            language=code,
            title=wording.typography(figure.label[code]),
            site=site.title(code),
            address=site.url + (spec.site_address if spec else site.prefix(code)),
            on=on,
        )

    def text(self, wording: Formatter) -> str:
        """Return the citation as readers of the language expect it."""
        pattern = wording.gettext(CITED if self.on else CITED_UNDATED)
        parts = {
            "title": self.title,
            "site": self.site,
            "date": wording.date(self.on) if self.on else "",
            "address": self.address,
        }
        return interpolate(pattern, parts)
