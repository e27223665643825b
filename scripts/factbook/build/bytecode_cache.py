"""Compiled templates, kept for all languages, for the rebuilds of a preview, and from run to run."""

from __future__ import annotations

from types import CodeType

import jinja2
from jinja2.bccache import Bucket

from factbook.build.cache import Cache, fingerprint, fingerprint_of_code


class TemplateBytecodeCache(jinja2.BytecodeCache):
    """Keeps the code of a template for its source and name: it knows no language."""

    def __init__(self, cache: Cache):
        self.cache = cache
        self.kept: dict[str, CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of the same source, where it was compiled before."""
        key = _key(bucket)
        if key in self.kept:
            bucket.code = self.kept[key]
        elif code := self.cache.get(key):
            bucket.bytecode_from_string(code)
            self.kept[key] = bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a source that was compiled now."""
        key = _key(bucket)
        self.kept[key] = bucket.code
        self.cache.put(key, bucket.bytecode_to_string())


def _key(bucket: Bucket) -> str:
    return fingerprint(fingerprint_of_code(), str(bucket.environment.__class__), bucket.key, bucket.checksum)
