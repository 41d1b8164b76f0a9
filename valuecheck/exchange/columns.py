"""Which column of a file holds what: by common names, or as the person says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from valuecheck.core.errors import UsageError
from valuecheck.core.scales import CSAT, NPS
from valuecheck.core.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FIELDS = ("day", "score", "scale", "customer", "words", "source", "id")
# When our own export's rows were written down: kept with their ids, nothing to map.
AT = "at"
_LISTED = 30
# So many characters of a column's name are enough where no other begins with them.
_ENOUGH = 8

# The names in one line are as good as each other; an earlier line is surely meant before a later.
_NAMES: dict[str, tuple[str, ...]] = {
    "day": (
        "day",
        "date",
        "responded at|response date|responded|answered at|survey responded at|rated at",
        "completion time|submitted at|submission date|submit date|end date|completed at",
        "timestamp",
        "created at|created|creation date",
        "start time|start date|started at",
    ),
    "score": (
        (
            "score|rating|satisfaction|satisfaction score|satisfaction rating|star rating|stars|"
            "csat|csat score|csat rating|nps|nps score|nps rating|net promoter score|"
            "customer satisfaction|survey score|survey rating"
        ),
    ),
    "scale": ("scale", "survey type|score type|rating type"),
    "customer": (
        "customer",
        (
            "account|account name|organization|organization name|organisation|organisation name|"
            "company|company name|client|client name"
        ),
        "customer name",
    ),
    "words": (
        "words",
        (
            "satisfaction comment|rating comment|score comment|csat comment|nps comment|"
            "survey comment|response comment"
        ),
        "comment|comments|feedback|verbatim|remarks|customer comment|customer feedback",
    ),
    "source": ("source", "channel"),
    "id": (
        "response id|survey response id|feedback id|rating id|submission id",
        "id",
        "respondent id|ticket id",
    ),
    AT: ("at",),
}
# Questions that a form was made of; asked only where no name above is there.
_QUESTIONS = {
    "score": re.compile(
        r"how likely .*recommend|how (?:satisfied|happy)|how would you rate|\brate (?:your|our|us)"
    ),
    "words": re.compile(
        r"\bwhy\b|\breasons?\b|\bcomments?\b|\bfeedback\b|\btell us\b|\banything\b|\bimprove"
    ),
}
_TELLING = {
    NPS: re.compile(r"\bnps\b|net promoter|how likely .*recommend"),
    CSAT: re.compile(r"\bcsat\b"),
}
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
    header: Sequence[str], mapped: Mapping[str, str], given: Iterable[str] = ()
) -> dict[str, int]:
    """The position of each field's column in `header`, fields without one left out.

    `mapped` are columns named by the person; `given` fields need none, because an option says
    them for all rows. Raises UsageError where one that is needed is missing, or two could be it.
    """
    found = {field: column_named(header, name) for field, name in mapped.items() if name}
    taken = set(found.values())
    for field, names in _NAMES.items():
        if field in mapped or field in given:
            continue
        position = _by_name(header, field, names)
        if position is None and field in _QUESTIONS:
            position = _by_question(header, field, taken)
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


def telling_scale(heading: str) -> str:
    """The scale that a column's heading tells, empty if none."""
    words = _spaced(heading)
    return next((scale for scale, told in _TELLING.items() if told.search(words)), "")


def listed(header: Sequence[str]) -> str:
    """The columns that there are, as an error shows them."""
    shown = ", ".join(quoted(name) for name in header[:_LISTED] if name)
    more = len(header) - _LISTED
    return f"{shown} and {more} more" if more > 0 else shown


def _first_mapped(text: str, header: Sequence[str], fields: Sequence[str]) -> tuple[str, str, str]:
    """The first field in `text`, its column, and what follows them. Raises UsageError."""
    name, _, whole = (part.strip() for part in text.partition("="))
    field = name.casefold()
    is_whole = field in fields and bool(whole and _fits(header, whole))
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


def column_named(header: Sequence[str], name: str) -> int:
    """The position of the column that `name` means. Raises UsageError for none and for several."""
    fits = _fits(header, name)
    if len(fits) == 1:
        return fits[0]
    if not fits:
        problem = f"there is no column {quoted(name)}"
        raise UsageError(problem, f"there are {listed(header)}")
    if _plain(header[fits[0]]) == _plain(name):
        problem = f"{len(fits)} columns are named {quoted(name)}"
        raise UsageError(problem, "give them names of their own in the file")
    problem = f"{len(fits)} columns begin with {quoted(name)}"
    raise UsageError(problem, "write the whole name of the one that is meant")


def _fits(header: Sequence[str], name: str) -> list[int]:
    """The columns of this name, else those of a like one, else those that begin with it."""
    plain, begun = _plain(name), name.removesuffix("…")
    positions = range(len(header))
    fits = [i for i in positions if header[i] == name]
    fits = fits or [i for i in positions if _plain(header[i]) == plain]
    if not fits and len(begun) >= _ENOUGH:
        return [i for i in positions if header[i].casefold().startswith(begun.casefold())]
    return fits


def _by_name(header: Sequence[str], field: str, names: Sequence[str]) -> int | None:
    columns = [_plain(column) for column in header]
    for line in names:
        known = {_plain(name) for name in line.split("|")}
        fits = [position for position, column in enumerate(columns) if column in known]
        if fits:
            return _only(header, field, fits)
    return None


def _by_question(header: Sequence[str], field: str, taken: set[int]) -> int | None:
    fits = [
        position
        for position, column in enumerate(header)
        if position not in taken
        and (len(column.split()) > 3 or column.rstrip().endswith("?"))
        and _QUESTIONS[field].search(_spaced(column))
    ]
    return _only(header, field, fits) if fits else None


def _only(header: Sequence[str], field: str, fits: Sequence[int]) -> int:
    if len(fits) == 1:
        return fits[0]
    first, second = header[fits[0]], header[fits[1]]
    if first == second:
        return column_named(header, first)
    problem = f"both {quoted(first)} and {quoted(second)} may hold the {field}"
    raise UsageError(problem, f'say which with --map {field}="{first}"')


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-–]+", "", name.casefold())


def _spaced(name: str) -> str:
    return " ".join(re.sub(r"[_\-–]", " ", name.casefold()).split())
