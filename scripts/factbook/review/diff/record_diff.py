"""The fields in which two records of one kind differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from factbook.data.yaml import Path_
from factbook.model import Record


@dataclass(frozen=True)
class FieldDiff:
    """A field that differs: its path in each record (None where it is missing) and both values."""

    old_path: Path_ | None
    new_path: Path_ | None
    old: object
    new: object

    @property
    def key(self) -> str:
        """Return the last key of the path that is not an index."""
        return next(part for part in reversed(self.path) if isinstance(part, str))

    @property
    def path(self) -> Path_:
        """Return its path in the newer record that has it."""
        return self.new_path if self.new_path is not None else self.old_path or ()

    @property
    def what(self) -> str:
        """Return the path as it is written for reviewers: state.value, milestones 2."""
        words = [str(part + 1) if isinstance(part, int) else f".{part}" for part in self.path]
        return " ".join(words).replace(" .", ".").removeprefix(".")


def differing(old: Record, new: Record, skip: Sequence[str] = ()) -> Iterator[FieldDiff]:
    """Yield the fields in which two records differ, except those named in `skip`."""
    yield from _in_records(old, new, (), (), skip)


def _in_records(
    old: Record, new: Record, old_path: Path_, new_path: Path_, skip: Sequence[str] = ()
) -> Iterator[FieldDiff]:
    for key in type(new).model_fields:
        if key not in skip:
            here = (*old_path, key), (*new_path, key)
            yield from _in_values(getattr(old, key), getattr(new, key), *here)


def _in_values(old: object, new: object, old_path: Path_, new_path: Path_) -> Iterator[FieldDiff]:
    if old == new:
        return
    if isinstance(old, Record) and isinstance(new, Record):
        yield from _in_records(old, new, old_path, new_path)
    elif _records(old) or _records(new):
        yield from _in_lists(_records(old), _records(new), old_path, new_path)
    elif isinstance(new, Record):
        yield from (FieldDiff(None, (*new_path, *path), None, value) for path, value in leaves(new))
    elif isinstance(old, Record):
        yield from (FieldDiff((*old_path, *path), None, value, None) for path, value in leaves(old))
    else:
        yield FieldDiff(old_path, new_path, old, new)


def _records(value: object) -> list[Record]:
    """Return a value that is a list of records; an empty list for all other values."""
    return value if isinstance(value, list) and value and isinstance(value[0], Record) else []


def _in_lists(old: Sequence[Record], new: Sequence[Record], old_path: Path_, new_path: Path_) -> Iterator[FieldDiff]:
    """Compare two lists of records: equal entries are matched, the others between them by position."""
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


def leaves(record: Record) -> Iterator[tuple[Path_, object]]:
    """Yield the path and value of each field of a record that is set."""
    for key, info in type(record).model_fields.items():
        value = getattr(record, key)
        if isinstance(value, Record):
            yield from (((key, *path), leaf) for path, leaf in leaves(value))
        elif records := _records(value):
            for index, entry in enumerate(records):
                yield from (((key, index, *path), leaf) for path, leaf in leaves(entry))
        elif value not in (None, []) and value != info.default:
            yield (key,), value


def one_sided(old: object, new: object) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the languages in which a localised text changed and did not; None where all or none changed."""
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        return None
    changed = tuple(code for code in new if _plain(old.get(code)) != _plain(new[code]))
    unchanged = tuple(code for code in new if code not in changed)
    return (changed, unchanged) if changed and unchanged else None


def _plain(text: object) -> str:
    return " ".join(str(text).split())
