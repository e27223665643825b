"""The addresses of sources: which answer, which moved or changed their title, which are gone."""

from factbook.visiting.report import Report, as_json, as_markdown, as_text, report, titles_of
from factbook.visiting.visit import Manners, Visit
from factbook.visiting.visits import visit_all

__all__ = ["Manners", "Report", "Visit", "as_json", "as_markdown", "as_text", "report", "titles_of", "visit_all"]
