"""Two versions of the site to one diff object, which tells itself as text, Markdown, JSON and annotations."""

from factbook.comparing.compare import compare
from factbook.comparing.difference import Diff
from factbook.comparing.history import as_lines, history
from factbook.comparing.markdown import as_markdown
from factbook.comparing.revisions import RevisionError
from factbook.comparing.telling import as_annotations, as_json, as_text, from_json
from factbook.comparing.versions import WORK_TREE, two_versions

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
