"""Rules across the whole catalogue and its pages."""

from factbook.checks.links import check_anchors
from factbook.checks.references import check_references

__all__ = ["check_anchors", "check_references"]
