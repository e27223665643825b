"""The addresses of sources: which answer, which moved or changed their title, which are gone."""

from factbook.review.linkcheck.check import Manners, Visit
from factbook.review.linkcheck.pool import visit_all
from factbook.review.linkcheck.report import Report, as_json, as_markdown, as_text, report, titles_of

__all__ = ["Manners", "Report", "Visit", "as_json", "as_markdown", "as_text", "report", "titles_of", "visit_all"]
