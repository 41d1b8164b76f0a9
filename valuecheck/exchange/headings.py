"""Find the headings of a CSV file and the rows around them that hold no answers."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.exchange.column_names import is_known, plain
from valuecheck.exchange.tables import FileColumn, Special

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from valuecheck.exchange.tables import Record

# Headings are looked for in so many rows, rows that explain them in so many below.
_SEARCHED, _EXPLAINING, _NAMED_MOST = 30, 3, 500
# What kind of answer a column holds, in the second line of headings of survey tools.
_KINDS = {
    "response", "open-ended response", "antwort", "offene antwort", "réponse", "réponse ouverte",
    "respuesta", "respuesta abierta", "resposta", "resposta aberta", "risposta", "risposta aperta",
    "antwoord", "open antwoord", "回答", "自由回答",
}  # fmt: skip
_IMPORT_ID = re.compile(r'\s*\{\s*"ImportId"')
_FOOTER = re.compile(
    r"\W*(?:total|grand total|average|mean|median|sum|count|min|minimum|max|maximum|std\.? ?dev|"
    r"standard deviation|generated|exported|report|end of|copyright|©|gesamt|summe|anzahl|"
    r"durchschnitt|mittelwert|moyenne|médiane|media|mediana|promedio|totale|totaal|gemiddelde|ø|"
    r"合計|平均)(?:\b|$)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[\s:._\-–—(\[|](\d{1,3})[)\]]?$", re.ASCII)


class Layout(NamedTuple):
    """The place of the headings: `start` rows come before, `explained` rows below explain them."""

    start: int
    explained: int
    columns: list[FileColumn]


def layout_of(rows: Sequence[Record], mapped: Callable[[str], bool], *, searched: bool) -> Layout:
    """The layout of a file by its first `rows`, at least one; `mapped` knows the user's names.

    The first row holds the headings unless they are `searched` for.
    """
    start = _heading(rows, mapped) if searched else 0
    header = [cell.strip() for cell in rows[start].cells]
    below = [*rows[start + 1 : start + 1 + _EXPLAINING]]
    explained = _explaining(header, below)
    return Layout(
        start, explained, _columns(header, [row.cells for row in below[:explained]], mapped)
    )


def special_of(cells: Sequence[str], header: Sequence[str]) -> Special | None:
    """Name the kind of a row without an answer: headings again, or perhaps a footer."""
    filled = [*filter(str.strip, cells)]
    first = filled[0].strip() if filled else ""
    if plain(first) == plain(header[0]) and _repeats(cells, header):
        return Special.HEADING
    is_alone = len(filled) == 1 and sum(map(bool, header)) > 2
    return Special.FOOTER if is_alone or first[:1] == "#" or _FOOTER.match(first) else None


def names_in(row: Sequence[str], mapped: Callable[[str], bool]) -> int:
    """Count the cells of a row that are known headings."""
    return sum(is_known(cell) or mapped(cell) for cell in row[:_NAMED_MOST] if cell.strip())


def usual_width(rows: Sequence[Record]) -> tuple[int, float]:
    """Return the number of cells that most rows have, and the share of rows with that number."""
    widths = Counter(0 if row.problem else len(row.cells) for row in rows)
    width, count = max(widths.items(), key=lambda found: (found[1], found[0]))
    return width, count / max(len(rows), 1)


def _heading(rows: Sequence[Record], mapped: Callable[[str], bool]) -> int:
    """The first row with names that are known, else the first that is as wide as the others."""
    width, _ = usual_width(rows)
    wide = [
        place
        for place, row in enumerate(rows[:_SEARCHED])
        if not row.problem and 2 * len(row.cells) >= width and row.cells[0][:1] != "#"
    ]
    # A Typeform export numbers its rows in a column "#".
    wide += [place for place, row in enumerate(rows[:_SEARCHED]) if row.cells[:1] == ["#"]]
    known = {place: names_in(rows[place].cells, mapped) for place in sorted(wide)}
    for least in (2, 1):
        for place, count in known.items():
            if count >= least and (least > 1 or len(rows[place].cells) == width):
                return place
    full = (p for p in known if sum(1 for cell in rows[p].cells if cell.strip()) > width // 2)
    return next(full, next(iter(known), 0))


def _explaining(header: Sequence[str], below: Sequence[Record]) -> int:
    """Count the rows below the headings that explain them."""
    for count in range(len(below), 0, -1):
        if any(map(_IMPORT_ID.match, below[count - 1].cells)):
            return count
    count = 0
    for row in below:
        if row.problem or not _explains(header, row.cells):
            break
        count += 1
    return count


def _explains(header: Sequence[str], cells: Sequence[str]) -> bool:
    texts = [cell.strip() for cell in cells]
    filled = {place for place, text in enumerate(texts) if text}
    kinds = {texts[place].casefold() for place in filled}
    if kinds <= _KINDS or _repeats(cells, header):
        return True
    # Choices stand under the columns that have no heading; ids and dates have no second one.
    unnamed = {place for place, name in enumerate(header) if not name}
    known = {place for place, name in enumerate(header) if name and is_known(name, ("day", "id"))}
    return bool(filled & unnamed) and not filled & known and not texts[0]


def _repeats(cells: Sequence[str], header: Sequence[str]) -> bool:
    pairs = [(a, b) for a, b in zip(cells, header, strict=False) if a.strip()]
    same = sum(plain(a) == plain(b) for a, b in pairs)
    return same >= 2 and 2 * same >= len(pairs)


def _columns(
    header: Sequence[str], explained: Sequence[Sequence[str]], mapped: Callable[[str], bool]
) -> list[FileColumn]:
    """The columns, those of the choices of one question joined."""
    texts = [
        [row[i].strip() if i < len(row) else "" for row in explained] for i in range(len(header))
    ]
    columns: list[FileColumn] = []
    for place, name in enumerate(header):
        below = texts[place]
        labels = [text for text in below if text and not _IMPORT_ID.match(text)]
        choice = labels[0] if labels else ""
        if not name and choice and columns and columns[-1].choices:
            last = columns.pop()
            joined = (*last.positions, place), (*last.choices, choice)
            columns.append(last._replace(labels=(), positions=joined[0], choices=joined[1]))
        else:
            zone = next(filter(None, map(_zone, below)), "")
            is_choice = bool(choice) and choice.casefold() not in _KINDS
            choices = (choice,) if is_choice and _opens_choices(header, texts, place) else ()
            columns.append(FileColumn(name, tuple(labels), (place,), choices, zone))
    return _numbered(columns, mapped)


def _opens_choices(header: Sequence[str], texts: Sequence[Sequence[str]], place: int) -> bool:
    """Return True if the next column holds a choice of the same question."""
    after = place + 1
    return bool(header[place]) and after < len(header) and not header[after] and any(texts[after])


def _numbered(columns: list[FileColumn], mapped: Callable[[str], bool]) -> list[FileColumn]:
    """Columns such as `Question: 1`, `Question: 2`, `Question: 3` joined to one."""
    joined: list[FileColumn] = []
    place = 0
    while place < len(columns):
        run = _run(columns[place:])
        if len(run) > 2 and (is_known(stem := _stem(run[0][1].name)[0]) or mapped(stem)):
            names = tuple(str(number) for number, _ in run)
            positions = tuple(position for _, each in run for position in each.positions)
            joined.append(FileColumn(stem, (), positions, names))
            place += len(run)
        else:
            joined.append(columns[place])
            place += 1
    return joined


def _run(columns: Sequence[FileColumn]) -> list[tuple[int, FileColumn]]:
    """The columns that begin one question's numbered choices, with their numbers."""
    run: list[tuple[int, FileColumn]] = []
    first = ""
    for column in columns:
        stem, number = _stem(column.name)
        wanted = (0, 1) if not run else (run[-1][0] + 1,)
        if not stem or column.choices or number not in wanted or (run and stem != first):
            break
        first = stem
        run.append((number, column))
    return run


def _stem(name: str) -> tuple[str, int]:
    """A name such as `Question: 3` without its number, and the number; empty without one."""
    match = _NUMBER.search(name, max(len(name) - 6, 0))
    return (name[: match.start()].rstrip(" :._-–—([|"), int(match[1])) if match else ("", 0)


def _zone(text: str) -> str:
    """The time zone in a row such as `{"ImportId":"endDate","timeZone":"America/Denver"}`."""
    if not _IMPORT_ID.match(text):
        return ""
    try:
        zone = json.loads(text).get("timeZone", "")
    except (ValueError, RecursionError):
        return ""
    return zone if isinstance(zone, str) else ""
