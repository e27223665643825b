"""Review of changes: the diff of two versions in several formats, the history of a record, the link check."""

from factbook.review.diff.compare import compare
from factbook.review.diff.model import Diff
from factbook.review.diff.snapshots import WORK_TREE, two_versions
from factbook.review.formats import as_annotations, as_json, as_text, from_json
from factbook.review.git import RevisionError
from factbook.review.history import as_lines, history
from factbook.review.markdown import as_markdown

__all__ = [
    "WORK_TREE",
    "Diff",
    "RevisionError",
    "as_annotations",
    "as_json",
    "as_lines",
    "as_markdown",
    "as_text",
    "compare",
    "from_json",
    "history",
    "two_versions",
]
