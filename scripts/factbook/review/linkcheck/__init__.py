"""Link check of the sources: URLs that answer, moved, changed their title or are gone."""

from factbook.review.linkcheck.check import FetchPolicy, LinkCheck
from factbook.review.linkcheck.pool import check_links
from factbook.review.linkcheck.report import Report, as_json, as_markdown, as_text, report, titles_of

__all__ = [
    "FetchPolicy",
    "LinkCheck",
    "Report",
    "as_json",
    "as_markdown",
    "as_text",
    "check_links",
    "report",
    "titles_of",
]
