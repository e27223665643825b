"""Problems that editors can cause: position, message, what is expected; as text, JSON or GitHub annotations."""

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
