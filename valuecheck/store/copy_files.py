"""The names of copies of the store, and which there are."""

from __future__ import annotations

import os

from valuecheck.core.named import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

MIGRATION, WEEKLY, IMPORT, RESTORE, FORGET, MANUAL = (
    "migration", "weekly", "import", "restore", "forget", "manual",
)  # fmt: skip
BROKEN = "broken"  # what a salvage or a restore has replaced, byte for byte; never pruned
UNFINISHED = "valuecheck-0.db"
_LONGEST_NUMBER = 9
_WEEK = 7 * 86400  # seconds


class Copy(NamedTuple):
    """A copy: its number, which grows over all kinds, why it was made, and its file."""

    number: int
    kind: str
    file: str


def folder_of(path: str) -> str:
    """The folder with the copies of the store at `path`, which need not exist."""
    return os.path.join(os.path.dirname(path), "backups")


def copies_of(path: str) -> list[Copy]:
    """The copies of the store at `path`, the oldest first; raises nothing."""
    try:
        names = os.listdir(folder_of(path))
    except OSError:
        return []
    return sorted(found for name in names if (found := _copy(path, name)))


def _copy(path: str, name: str) -> Copy | None:
    """The copy that a file in the folder is; None where it is none."""
    stem = name.removeprefix("valuecheck-").removesuffix(".db")
    number, _, kind = stem.partition("-")
    if name not in (f"valuecheck-{number}.db", f"valuecheck-{number}-{kind}.db"):
        return None
    if not (number.isascii() and number.isdecimal() and len(number) <= _LONGEST_NUMBER):
        return None
    # Up to version 0.1 copies were made before migrations alone, and named by their number.
    file = os.path.join(folder_of(path), name)
    return Copy(int(number), kind or MIGRATION, file) if int(number) else None


def has_weeks_copy(path: str, moment: datetime) -> bool:
    """Return whether a weekly copy of the store at `path` is less than a week old at `moment`."""
    made = [copy for copy in copies_of(path) if copy.kind == WEEKLY]
    try:
        age = moment.timestamp() - os.stat(made[-1].file).st_mtime
    except (IndexError, OSError):
        return False
    # A negative age is of a clock that was wrong.
    return 0 <= age < _WEEK


def newest(path: str) -> Copy | None:
    """The newest copy that may be restored, None where there is none."""
    return next((copy for copy in reversed(copies_of(path)) if copy.kind != BROKEN), None)


def way_back(path: str, otherwise: str) -> str:
    """Return the remedy for a store that cannot be read: the newest copy, else `otherwise`."""
    copy = newest(path)
    if copy is None:
        return otherwise
    return f"{otherwise}, or 'valuecheck backup restore {copy.number}' for the newest copy"
