"""The exceptions of a build. Problems in the facts and pages are `factbook.problems.Problems`."""

from __future__ import annotations


class BuildError(Exception):
    """A site could not be built; the message says why, for the person who started the build."""


class EngineError(BuildError):
    """The site engine could not render a language."""


class PublishError(BuildError):
    """The site could not be written: the message has the place and the system's reason. The published site is kept."""
