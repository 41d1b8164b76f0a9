"""Sentences about an export and an import."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from valuecheck.core.days import day_name
from valuecheck.core.text import counted, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from valuecheck.exchange.importing import Imported
    from valuecheck.store.changes import Row
    from valuecheck.store.merge import Merged

_SHOWN = 5
# One row and several, in the order in which they are named.
_NAMES = {
    "check_ins": ("check-in", "check-ins"),
    "skips": ("skipped day", "skipped days"),
    "days_off": ("day off", "days off"),
    "intentions": ("intention", "intentions"),
    "customers": ("customer", "customers"),
    "feedback": ("piece of feedback", "pieces of feedback"),
    "imports": ("import of feedback", "imports of feedback"),
    "trials": ("trial", "trials"),
    "workweeks": ("workweek", "workweeks"),
    "team_weeks": ("week told to the team", "weeks told to the team"),
}


def rows_of(table: str, count: int) -> str:
    """Such as `1 check-in` or `12 days off`."""
    return counted(count, *_NAMES.get(table, (f"row of {table}", f"rows of {table}")))


def exported(file: str, counts: Mapping[str, int]) -> str:
    """Say how many rows of each table an export has written."""
    named = [rows_of(name, counts[name]) for name in _in_order(counts) if counts[name]]
    if not named:
        return visible(f"✓ Wrote {file}, without a row: nothing that is recorded fits")
    return visible(f"✓ Wrote {', '.join(named)} to {file}")


def bad(done: Imported, most: int | None) -> Iterator[str]:
    """Each row that cannot be stored by file, line and reason; after `most` how many more."""
    for row in done.bad[:most]:
        yield visible(f"{done.name}:{row.line}: {row.reason}")
    if most is not None and (more := len(done.bad) - most) > 0:
        yield f"… and {more:,} more; 2>FILE at the end of the command keeps all of them"


def imported(done: Imported, today: date, *, dry_run: bool) -> Iterator[str]:
    """Say how many rows an import stored, or would store."""
    stored = [*_stored(done)]
    would = "Would import" if dry_run else "✓ Imported"
    as_tool = f", read as {done.tool}" if done.tool else ""
    if stored:
        yield visible(f"{would} {', '.join(stored)} from {done.name}{as_tool}")
    else:
        yield visible(f"Nothing new in {done.name}{as_tool}")
    if dry_run:
        yield from (f"  {_answer(row, today)}" for row in done.new[-_SHOWN:])
        if (more := len(done.new) - _SHOWN) > 0:
            yield f"  … {more:,} more"
    for line in _left_out(done):
        yield f"  {line}"
    if stored and not dry_run:
        yield "  valuecheck undo takes it back."


def _stored(done: Imported) -> Iterator[str]:
    if done.new:
        yield rows_of("check_ins", len(done.new))
    for name, found in _ordered(done.tables):
        if alive := sum(not row["deleted"] for row in found.new):
            yield rows_of(name, alive)
    if replaced := _sum(done.tables, "replaced"):
        yield counted(replaced, "newer version")


def _left_out(done: Imported) -> Iterator[str]:
    """List what is not stored, or not as it is written in the file, each in a line."""
    tables = done.tables.values()
    if known := done.known + sum(found.known for found in tables):
        yield f"{counted(known, 'row')} known already"
    if older := _sum(done.tables, "older"):
        yield f"{counted(older, 'row')} older than here, and left out"
    if done.deleted:
        yield f"{counted(done.deleted, 'row')} deleted here before; --again brings them back"
    if gone := sum(found.forgotten for found in tables):
        yield f"{counted(gone, 'row')} forgotten for good, and left out"
    if done.wiped:
        yield f"{counted(len(done.wiped), 'row')} wiped for good, as the file says"
    if done.unanswered:
        yield f"{counted(done.unanswered, 'row')} without a score, and left out"
    if done.shortened:
        yield f"{counted(done.shortened, 'entry', 'entries')} too long for a note: the title alone"
    if done.bad:
        yield f"{counted(len(done.bad), 'bad row')} left out"


def _answer(row: Row, today: date) -> str:
    day = day_name(date.fromisoformat(str(row["day"])), today)
    return f"{day}  {row['score']}  {visible(str(row['note']))}".rstrip()


def _ordered(tables: dict[str, Merged]) -> list[tuple[str, Merged]]:
    return [(name, tables[name]) for name in _in_order(tables)]


def _in_order(names: Iterable[str]) -> list[str]:
    place = {name: number for number, name in enumerate(_NAMES)}
    return sorted(names, key=lambda name: place.get(name, len(place)))


def _sum(tables: dict[str, Merged], what: str) -> int:
    return sum(len(getattr(found, what)) for found in tables.values())
