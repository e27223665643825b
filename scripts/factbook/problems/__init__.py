"""One kind of error for everything an editor can get wrong: where, what was found, what was expected."""

from factbook.problems.codes import CODES, Code, nearest
from factbook.problems.problem import Problem, Problems, as_annotations, as_json, as_text, dedupe, has_errors

__all__ = [
    "CODES",
    "Code",
    "Problem",
    "Problems",
    "as_annotations",
    "as_json",
    "as_text",
    "dedupe",
    "has_errors",
    "nearest",
]
