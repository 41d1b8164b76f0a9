"""JSON as rows: an array, an object that holds one, or an object after the other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from valuecheck.core.errors import ValuecheckError
from valuecheck.core.text import quoted
from valuecheck.exchange.column_names import is_known
from valuecheck.exchange.files import LONGEST_LINE, MEGABYTE
from valuecheck.exchange.json_scanner import BLANK, REMEDY, BrokenError, Scanner
from valuecheck.exchange.tables import FileColumn, Record, refuse_many_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuecheck.exchange.files import Content, Text

Path = tuple[str, ...]
# An own export keeps its rows under this name.
OWN: Path = ("feedback",)
_DEEPEST, _NAMES_MOST = 4, 100_000
# So many objects of a list show whether these have scores.
_LOOKED_AT = 20


class Json:
    """Rows of objects; the columns are all names that occur, inner ones with dots between.

    `path` leads to the list of rows in an object; without one each object of the file is a row.
    """

    guarded = False
    titles = ""

    def __init__(self, content: Content, unit: str, path: Path | None) -> None:
        self.unit = unit
        self.details = [f"the list {quoted('.'.join(path))}"] if path and path != OWN else []
        self.left_out: dict[str, int] = {}
        self._content = content
        self._path = path
        self._text = content.open()
        self.columns = [*map(_column, self._names())]

    @property
    def share(self) -> float:
        """The share of the file that was read, from 0 to 1."""
        return self._text.share

    def records(self, wanted: Sequence[FileColumn]) -> Iterator[Record]:
        """Every object; what is none has a problem."""
        for number, found in self._objects():
            if isinstance(found, dict):
                flat = _flat(found)
                # An object in the place of a value that others have is no empty cell.
                cells = [flat.get(each.name, found.get(each.name)) for each in wanted]
                yield Record(number, [*map(_cell, cells)])
            else:
                yield Record(number, (), "it is no JSON object")

    def _objects(self) -> Iterator[tuple[int, Any]]:
        self._text = self._content.open()
        if self.unit == "line":
            return _of_lines(self._text)
        return enumerate(_of_document(Scanner(self._text), self._path), 1)

    def _names(self) -> list[str]:
        names: dict[str, None] = {}
        for number, found in self._objects():
            flat = _flat(found) if isinstance(found, dict) else {}
            refuse_many_columns(len(flat))
            for name, value in flat.items():
                if isinstance(value, str) and len(value) > MEGABYTE:
                    problem = f"{self.unit} {number}: {quoted(name)} has more than 1 MB"
                    raise ValuecheckError(problem, REMEDY)
            names.update(dict.fromkeys(flat))
            if len(names) > _NAMES_MOST:
                problem = f"its objects have more than {_NAMES_MOST:,} different names"
                raise ValuecheckError(problem, REMEDY)
        return [*names]


def json_table(content: Content) -> Json | None:
    """The JSON in a file; None where it is none and may be CSV.

    Raises ValuecheckError for JSON that is broken or holds no rows.
    """
    opening = _opening(content)
    if opening not in ("[{", "[]", "[", '{"', "{}", "{"):
        return None
    lines = [*_first_lines(content)]
    if len(lines) > 1 and isinstance(lines[0], dict):
        return _table(content, "line", None)
    try:
        is_line = bool(lines) and isinstance(lines[0], dict)
        path = None if opening[0] == "[" else _path(content, is_line=is_line)
        return _table(content, "line" if is_line and path is None else "piece", path)
    except BrokenError as error:
        # The first line of many may be the broken one.
        if len(lines) > 1 and isinstance(lines[1], dict):
            return _table(content, "line", None)
        problem = f"it begins as JSON does, but is broken in line {error.line}"
        raise ValuecheckError(problem, REMEDY) from None


def _table(content: Content, unit: str, path: Path | None) -> Json:
    if unit == "line":
        content.refuse_long_lines()
    return Json(content, unit, path)


def _opening(content: Content) -> str:
    """The first two signs that are not blank."""
    found = ""
    text = content.open()
    while len(found) < 2 and (chunk := text.read(4096)):
        found += "".join(char for char in chunk if char not in BLANK)[:2]
    return found[:2]


def _first_lines(content: Content) -> Iterator[Any]:
    """The first two lines that are not blank, decoded; None for what is no JSON."""
    text = content.open()
    count = 0
    while count < 2 and (line := text.readline(LONGEST_LINE + 1)):
        if stripped := line.strip(BLANK):
            count += 1
            yield _decoded(stripped) if len(line) <= LONGEST_LINE else None


def _path(content: Content, *, is_line: bool) -> Path | None:
    """The way to the only list of answers; None where each object of the file is a row."""
    scanner = Scanner(content.open())
    inner = _Inner()
    inner.look(scanner)
    if scanner.peek() or (not inner.lists and (is_line or inner.names_score)):
        return None
    scored = [path for path, names_score in inner.lists.items() if names_score]
    lists = [OWN] if OWN in inner.lists else scored or [*inner.lists]
    names = " and ".join(quoted(".".join(path)) for path in lists[:3])
    if not lists:
        problem = "it is JSON without a list of feedback"
        raise ValuecheckError(problem, "give a list of objects, or one object a line")
    if inner.names_score and not scored:
        problem = f"it is an object with a score, and with objects in {names}"
        raise ValuecheckError(problem, "give a list of the objects with the answers")
    if len(lists) > 1:
        problem = f"it is JSON with {len(lists)} lists of objects: {names}"
        raise ValuecheckError(problem, "save the one with the answers as a file of its own")
    return lists[0]


class _Inner:
    """The content of an object: `lists` of objects by their paths, with whether they have scores.

    `names_score` says that the object itself has one.
    """

    def __init__(self) -> None:
        self.lists: dict[Path, bool] = {}
        self.names_score = False

    def look(self, scanner: Scanner, path: Path = ()) -> None:
        """Read past the object that begins here. Raises BrokenError."""
        for name in scanner.members():
            inner = (*path, name)
            if scanner.peek() == "[":
                self._look_at_list(scanner, inner)
            elif scanner.peek() == "{" and len(inner) < _DEEPEST:
                self.look(scanner, inner)
            else:
                scanner.value()
                self.names_score |= not path and is_known(name, ("score",))

    def _look_at_list(self, scanner: Scanner, path: Path) -> None:
        for number, each in enumerate(scanner.elements()):
            if isinstance(each, dict):
                has_score = number < _LOOKED_AT and any(map(_names_score, _flat(each)))
                self.lists[path] = self.lists.get(path, False) or has_score
        if path == OWN:
            self.lists.setdefault(path, True)


def _names_score(name: str) -> bool:
    return is_known(name.rpartition(".")[2], ("score",))


def _of_document(scanner: Scanner, path: Path | None) -> Iterator[Any]:
    if path:
        yield from _inside(scanner, path)
        return
    if scanner.peek() == "[":
        yield from scanner.elements()
        if scanner.peek():
            raise scanner.broken()
    while scanner.peek():
        yield scanner.value()


def _inside(scanner: Scanner, path: Path) -> Iterator[Any]:
    """The elements of the list to which `path` leads in the object that begins here."""
    for name in scanner.members():
        opening = scanner.peek()
        if name == path[0] and len(path) == 1 and opening == "[":
            yield from scanner.elements()
        elif name == path[0] and len(path) > 1 and opening == "{":
            yield from _inside(scanner, path[1:])
        elif opening == "[":
            for _ in scanner.elements():
                pass
        else:
            scanner.value()


def _of_lines(text: Text) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text, 1):
        if stripped := line.strip(BLANK):
            yield number, _decoded(stripped)


def _decoded(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _flat(found: dict[str, Any], prefix: str = "", depth: int = 1) -> dict[str, Any]:
    """An object with the values of inner ones beside its own, their names joined by dots."""
    flat: dict[str, Any] = {}
    for name, value in found.items():
        if isinstance(value, dict) and value and depth < _DEEPEST:
            flat |= _flat(value, f"{prefix}{name}.", depth + 1)
        else:
            flat[prefix + name] = value
    return flat


def _column(name: str) -> FileColumn:
    inner = name.rpartition(".")[2]
    return FileColumn(name, (inner,) if inner != name else (), ())


def _cell(value: object) -> str:
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value)
    if len(text) > MEGABYTE:
        problem = "a value of it has more than 1 MB"
        raise ValuecheckError(problem, REMEDY)
    return text
