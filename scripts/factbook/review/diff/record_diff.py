"""Two records of one kind, key by key: which differ, and how their readers read them before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from factbook.model import Record
from factbook.review.diff.localized_values import LocalizedFacts

Path = tuple[Any, ...]


@dataclass(frozen=True)
class FieldDiff:
    """A key whose value differs: its path in either record (None where it is not there) and both values."""

    old_path: Path | None
    new_path: Path | None
    old: Any
    new: Any

    @property
    def key(self) -> str:
        """The last key of the path that is a word."""
        return next(part for part in reversed(self.path) if isinstance(part, str))

    @property
    def path(self) -> Path:
        """Where it stands in the newer record that has it."""
        return self.new_path if self.new_path is not None else self.old_path or ()

    @property
    def what(self) -> str:
        """The path as it is told: state.value, milestones 2."""
        words = [str(part + 1) if isinstance(part, int) else f".{part}" for part in self.path]
        return " ".join(words).replace(" .", ".").removeprefix(".")


def differing(old: Record, new: Record, skip: Sequence[str] = ()) -> Iterator[FieldDiff]:
    """The keys in which two records differ, but those to `skip`."""
    yield from _in_records(old, new, (), (), skip)


def _in_records(
    old: Record, new: Record, old_path: Path, new_path: Path, skip: Sequence[str] = ()
) -> Iterator[FieldDiff]:
    for key in type(new).model_fields:
        if key not in skip:
            here = (*old_path, key), (*new_path, key)
            yield from _in_values(getattr(old, key), getattr(new, key), *here)


def _in_values(old: Any, new: Any, old_path: Path, new_path: Path) -> Iterator[FieldDiff]:
    if old == new:
        return
    if isinstance(old, Record) and isinstance(new, Record):
        yield from _in_records(old, new, old_path, new_path)
    elif _has_records(old) or _has_records(new):
        yield from _in_lists(old or [], new or [], old_path, new_path)
    elif isinstance(new, Record):
        yield from (FieldDiff(None, (*new_path, *path), None, value) for path, value in leaves(new))
    elif isinstance(old, Record):
        yield from (FieldDiff((*old_path, *path), None, value, None) for path, value in leaves(old))
    else:
        yield FieldDiff(old_path, new_path, old, new)


def _has_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Record)


def _in_lists(old: Sequence[Record], new: Sequence[Record], old_path: Path, new_path: Path) -> Iterator[FieldDiff]:
    """Lists of records, entry by entry: equal ones are matched, and what lies between is taken in order."""
    matcher = SequenceMatcher(None, list(map(repr, old)), list(map(repr, new)), autojunk=False)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        both = min(i_end - i, j_end - j)
        for step in range(both):
            yield from _in_records(old[i + step], new[j + step], (*old_path, i + step), (*new_path, j + step))
        for index in range(i + both, i_end):
            yield from (FieldDiff((*old_path, index, *path), None, value, None) for path, value in leaves(old[index]))
        for index in range(j + both, j_end):
            yield from (FieldDiff(None, (*new_path, index, *path), None, value) for path, value in leaves(new[index]))


def leaves(record: Record) -> Iterator[tuple[Path, Any]]:
    """Every key of a record that says something, with its path."""
    for key, info in type(record).model_fields.items():
        value = getattr(record, key)
        if isinstance(value, Record):
            yield from (((key, *path), leaf) for path, leaf in leaves(value))
        elif _has_records(value):
            for index, entry in enumerate(value):
                yield from (((key, index, *path), leaf) for path, leaf in leaves(entry))
        elif value not in (None, []) and value != info.default:
            yield (key,), value


def texts(record: Record, aloud: LocalizedFacts) -> Iterator[tuple[str, str]]:
    """Everything that a record says, as (language, text): what a page that shows it may hold."""
    for path, value in leaves(record):
        key = next(part for part in reversed(path) if isinstance(part, str))
        yield from aloud.field(key, value).items()


def one_sided(old: Any, new: Any) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The languages in which a localised text changed, and those in which it did not; None where it is all or none."""
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        return None
    changed = tuple(code for code in new if _plain(old.get(code)) != _plain(new[code]))
    unchanged = tuple(code for code in new if code not in changed)
    return (changed, unchanged) if changed and unchanged else None


def _plain(text: object) -> str:
    return " ".join(str(text).split())
