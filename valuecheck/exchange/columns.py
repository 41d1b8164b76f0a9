"""Find the column of each field: by common names, or as the user says."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted
from valuecheck.exchange.column_names import (
    FIELDS,
    NAMES,
    QUESTIONS,
    asks,
    names_of,
    plain,
    without_zone,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_LISTED = 30
# So many characters of a column's name are enough where no other begins with them.
_ENOUGH = 8

_MAPPED = re.compile(r"""\s*([^=,]*?)\s*=\s*("(?:[^"]|"")*"|'[^']*'|[^,]*?)\s*(?:,|\Z)""")


def parse_map(
    texts: Iterable[str], header: Sequence[str], fields: Sequence[str] = FIELDS
) -> dict[str, str]:
    """Those of `fields` and the columns named for them, from `score=Rating,day="Responded at"`.

    An empty column means none; where all that follows a field is a column in `header`, commas
    and quotes belong to its name. Raises UsageError.
    """
    found: dict[str, str] = {}
    for text in texts:
        rest = text.strip()
        while rest:
            field, column, rest = _first_mapped(rest, header, fields)
            found[field] = column
    return found


def find_columns(
    header: Sequence[str],
    mapped: Mapping[str, str],
    given: Iterable[str] = (),
    labels: Sequence[Sequence[str]] = (),
) -> dict[str, int]:
    """The position of each field's column in `header`, fields without one left out.

    `mapped` are columns named by the user; `given` fields need none, because an option says them
    for all rows. `labels` are other names of each column, looked at where the first are unknown.
    Raises UsageError where one that is needed is missing, or two could be it.
    """
    found = {field: _named(header, labels, name) for field, name in mapped.items() if name}
    taken = set(found.values())
    for field in NAMES:
        if field in mapped or field in given:
            continue
        position = _found(header, labels, field, taken)
        if position is not None:
            found[field] = position
            taken.add(position)
    if not any(header):
        problem = "the file has no columns"
        raise UsageError(problem, "give one with a line of headings, or an object a line")
    for field, remedy in (
        ("score", "name it with --map score=COLUMN"),
        ("day", "name it with --map day=COLUMN"),
        ("customer", "add --customer @NAME, or --map customer=COLUMN"),
    ):
        if field not in found and field not in given:
            problem = f"no column is known to hold the {field}"
            raise UsageError(problem, f"{remedy} (there are {listed(header)})")
    return found


def column_named(header: Sequence[str], name: str) -> int:
    """The position of the column that `name` means. Raises UsageError for none and for several."""
    return _named(header, (), name)


def listed(header: Sequence[str]) -> str:
    """The columns that there are, as an error shows them."""
    named = [name for name in header if name]
    shown = ", ".join(quoted(name) for name in named[:_LISTED])
    more = len(named) - _LISTED
    return f"{shown} and {more} more" if more > 0 else shown


def fits(header: Sequence[str], labels: Sequence[Sequence[str]], name: str) -> list[int]:
    """The columns of this name, else those of a like one, else those that begin with it."""
    wanted, begun = plain(name), name.removesuffix("…")
    every = [(place, text) for place, text in enumerate(header)]
    every += [(place, text) for place, texts in enumerate(labels) for text in texts]
    found = [place for place, text in every if text == name]
    found = found or [place for place, text in every if plain(text) == wanted]
    if not found and len(begun) >= _ENOUGH:
        start = begun.casefold()
        found = [place for place, text in every if text.casefold().startswith(start)]
    return [*dict.fromkeys(found)]


def _first_mapped(text: str, header: Sequence[str], fields: Sequence[str]) -> tuple[str, str, str]:
    """The first field in `text`, its column, and what follows them. Raises UsageError."""
    name, _, whole = (part.strip() for part in text.partition("="))
    field = name.casefold()
    is_whole = field in fields and bool(whole and fits(header, (), whole))
    match = _MAPPED.match(text)
    if not match and not is_whole:
        problem = f"--map {quoted(text)} is not FIELD=COLUMN"
        raise UsageError(
            problem, """a name with a comma needs quotes twice: --map 'score="A, B"'"""
        )
    if field not in fields:
        problem = f"--map names no field with {quoted(name)}"
        raise UsageError(problem, f"there are {', '.join(fields)}")
    if is_whole or not match:
        return field, whole, ""
    column = match[2]
    if column[:1] in ('"', "'") and len(column) > 1:
        column = column[1:-1].replace('""', '"')
    return field, column, text[match.end() :].strip()


def _named(header: Sequence[str], labels: Sequence[Sequence[str]], name: str) -> int:
    found = fits(header, labels, name)
    if len(found) == 1:
        return found[0]
    if not found:
        problem = f"there is no column {quoted(name)}"
        raise UsageError(problem, f"there are {listed(header)}")
    if plain(header[found[0]]) == plain(name):
        problem = f"{len(found)} columns are named {quoted(name)}"
        raise UsageError(problem, "give them names of their own in the file")
    problem = f"{len(found)} columns begin with {quoted(name)}"
    raise UsageError(problem, "write the whole name of the one that is meant")


def _found(
    header: Sequence[str], labels: Sequence[Sequence[str]], field: str, taken: set[int]
) -> int | None:
    """The column of a field by its name, by its name with a zone, by a question, by a label."""
    position = _by_name(header, field, header)
    if position is None:
        position = _by_name(header, field, [without_zone(name) for name in header])
    if position is None and field in QUESTIONS:
        position = _by_question(header, header, field, taken)
    for names in zip_longest(*labels, fillvalue="") if position is None else ():
        position = _by_name(header, field, names)
        if position is None and field in QUESTIONS:
            position = _by_question(header, names, field, taken)
        if position is not None:
            break
    return position


def _by_name(header: Sequence[str], field: str, columns: Sequence[str]) -> int | None:
    names = [plain(column) for column in columns]
    for line in names_of(field):
        found = [position for position, column in enumerate(names) if column in line]
        if found:
            return _only(header, field, found)
    return None


def _by_question(
    header: Sequence[str], columns: Sequence[str], field: str, taken: set[int]
) -> int | None:
    found = [
        position
        for position, column in enumerate(columns)
        if position not in taken and asks(column, field)
    ]
    return _only(header, field, found) if found else None


def _only(header: Sequence[str], field: str, found: Sequence[int]) -> int:
    if len(found) == 1 or field not in FIELDS:
        return found[0]
    first, second = header[found[0]], header[found[1]]
    if first == second:
        return _named(header, (), first)
    problem = f"both {quoted(first)} and {quoted(second)} may hold the {field}"
    raise UsageError(problem, f'say which with --map {field}="{first}"')
