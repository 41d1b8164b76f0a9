"""JSON as rows: an array, an object that holds one, or an object after the other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from valuecheck.core.errors import ValuecheckError
from valuecheck.core.text import quoted
from valuecheck.exchange.files import LONGEST_LINE, MEGABYTE
from valuecheck.exchange.tables import FileColumn, Record, refuse_many_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from valuecheck.exchange.files import Content, Text

# An own export keeps its rows under this name.
OWN = "feedback"
_DEEPEST, _NAMES_MOST = 4, 100_000
_BLANK = " \t\r\n\ufeff"
_REMEDY = "export it again, or save it as CSV"


class BrokenError(Exception):
    """The text is no JSON; `line` is where."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class Json:
    """Rows of objects; the columns are all names that occur, inner ones with dots between."""

    guarded = False
    titles = ""

    def __init__(self, content: Content, unit: str, key: str | None) -> None:
        self.unit = unit
        self.details = [f"the list {quoted(key)}"] if key and key != OWN else []
        self.left_out: dict[str, int] = {}
        self._content = content
        self._key = key
        self._text = content.open()
        self.columns = [*map(_column, _names(found for _, found in self._objects()))]

    @property
    def share(self) -> float:
        """The share of the file that was read, from 0 to 1."""
        return self._text.share

    def records(self, wanted: Sequence[FileColumn]) -> Iterator[Record]:
        """Every object; what is none has a problem."""
        for number, found in self._objects():
            if isinstance(found, dict):
                flat = _flat(found)
                yield Record(number, [_cell(flat.get(column.name)) for column in wanted])
            else:
                yield Record(number, (), "it is no JSON object")

    def _objects(self) -> Iterator[tuple[int, Any]]:
        self._text = self._content.open()
        if self.unit == "line":
            return _of_lines(self._text)
        return enumerate(_of_document(self._text, self._key), 1)


def json_table(content: Content) -> Json | None:
    """The JSON in a file; None where it is none and may be CSV.

    Raises ValuecheckError for JSON that is broken or holds no rows.
    """
    opening = _opening(content)
    if opening not in ("[{", "[]", "[", '{"', "{}", "{"):
        return None
    lines = [*_first_lines(content)]
    if lines and (isinstance(lines[0], dict)):
        rest = len(lines) > 1
        if rest or not _arrays(content):
            return _table(content, "line", None)
    try:
        key = None if opening[0] == "[" else _key(content)
        return _table(content, "piece", key)
    except BrokenError as error:
        # The first line of many may be the broken one.
        if len(lines) > 1 and isinstance(lines[1], dict):
            return _table(content, "line", None)
        problem = f"it begins as JSON does, but is broken in line {error.line}"
        raise ValuecheckError(problem, _REMEDY) from None


def _table(content: Content, unit: str, key: str | None) -> Json:
    if unit == "line":
        content.refuse_long_lines()
    return Json(content, unit, key)


def _opening(content: Content) -> str:
    """The first two signs that are not blank."""
    found = ""
    text = content.open()
    while len(found) < 2 and (chunk := text.read(4096)):
        found += "".join(char for char in chunk if char not in _BLANK)[:2]
    return found[:2]


def _first_lines(content: Content) -> Iterator[Any]:
    """The first two lines that are not blank, decoded; None for what is no JSON."""
    text = content.open()
    count = 0
    while count < 2 and (line := text.readline(LONGEST_LINE + 1)):
        if stripped := line.strip(_BLANK):
            count += 1
            yield _decoded(stripped) if len(line) <= LONGEST_LINE else None


def _key(content: Content) -> str | None:
    """The name of the only list of objects; None where each object of the file is a row."""
    arrays = _arrays(content)
    if arrays is None:
        return None
    if OWN in arrays or len(arrays) == 1:
        return OWN if OWN in arrays else arrays[0]
    if not arrays:
        problem = "it is JSON without a list of feedback"
        raise ValuecheckError(problem, "give a list of objects, or one object a line")
    names = " and ".join(map(quoted, arrays[:3]))
    problem = f"it is JSON with {len(arrays)} lists of objects: {names}"
    raise ValuecheckError(problem, "save the one with the answers as a file of its own")


def _arrays(content: Content) -> list[str] | None:
    """The names of lists of objects in the first object; None where another follows it."""
    scanner = _Scanner(content.open())
    arrays = [name for name, kind in _members(scanner) if kind == "rows"]
    return arrays if not scanner.peek() else None


def _members(scanner: _Scanner) -> Iterator[tuple[str, str]]:
    """The names in an object, each with `rows` for a list of objects that is read past."""
    scanner.expect("{")
    while scanner.peek() != "}":
        name = scanner.value()
        if not isinstance(name, str):
            raise scanner.broken()
        scanner.expect(":")
        if scanner.peek() == "[":
            objects = sum(isinstance(each, dict) for each in scanner.elements())
            yield name, "rows" if objects or name == OWN else "list"
        else:
            scanner.value()
            yield name, "value"
        if scanner.peek() == ",":
            scanner.expect(",")
        elif scanner.peek() != "}":
            raise scanner.broken()
    scanner.expect("}")


def _of_document(text: Text, key: str | None) -> Iterator[Any]:
    scanner = _Scanner(text)
    if scanner.peek() == "[":
        yield from scanner.elements()
    elif key is None:
        while scanner.peek():
            yield scanner.value()
        return
    else:
        yield from _member(scanner, key)
        return
    if scanner.peek():
        raise scanner.broken()


def _member(scanner: _Scanner, key: str) -> Iterator[Any]:
    scanner.expect("{")
    while True:
        name = scanner.value()
        scanner.expect(":")
        if name == key and scanner.peek() == "[":
            yield from scanner.elements()
            return
        if scanner.peek() == "[":
            for _ in scanner.elements():
                pass
        else:
            scanner.value()
        scanner.expect(",")


def _of_lines(text: Text) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text, 1):
        if stripped := line.strip(_BLANK):
            yield number, _decoded(stripped)


def _decoded(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


class _Scanner:
    """JSON read value by value, so that no file is ever held as a whole."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._decode = json.JSONDecoder().raw_decode
        self._buffer = ""
        self._at = 0
        self._lines = 1

    def peek(self) -> str:
        """The next sign that is not blank, empty at the end."""
        while True:
            while self._at < len(self._buffer):
                if (char := self._buffer[self._at]) not in _BLANK:
                    return char
                self._at += 1
            if not self._more():
                return ""

    def expect(self, char: str) -> None:
        """Read past `char`. Raises BrokenError where another comes."""
        if self.peek() != char:
            raise self.broken()
        self._at += 1

    def elements(self) -> Iterator[Any]:
        """The values of the list that begins here."""
        self.expect("[")
        if self.peek() == "]":
            self.expect("]")
            return
        while True:
            yield self.value()
            if self.peek() == "]":
                self.expect("]")
                return
            self.expect(",")

    def value(self) -> Any:
        """The value that begins here. Raises BrokenError, and ValuecheckError for a huge one."""
        self.peek()
        while True:
            try:
                found, end = self._decode(self._buffer, self._at)
            except (ValueError, RecursionError) as error:
                if not self._is_cut(error) or not self._more():
                    raise self.broken() from None
                continue
            # A number may go on behind the end of what was read.
            is_open = end == len(self._buffer) and not isinstance(found, dict | list | str)
            if is_open and self._more():
                continue
            self._at = end
            return found

    def broken(self) -> BrokenError:
        """The error that names the line."""
        return BrokenError(self._lines + self._buffer.count("\n", 0, self._at))

    def _is_cut(self, error: Exception) -> bool:
        """Return True if an error may only mean that the value goes on."""
        if not isinstance(error, json.JSONDecodeError):
            return False
        return error.msg.startswith("Unterminated") or error.pos >= len(self._buffer) - 16

    def _more(self) -> bool:
        self._lines += self._buffer.count("\n", 0, self._at)
        rest = self._buffer[self._at :]
        if len(rest) > LONGEST_LINE:
            problem = f"a value of it has more than {LONGEST_LINE // MEGABYTE} MB"
            raise ValuecheckError(problem, _REMEDY)
        # Twice as much each time, so that a long value is not decoded again and again.
        chunk = self._text.read(max(MEGABYTE // 16, len(rest)))
        self._buffer, self._at = rest + chunk, 0
        return bool(chunk)


def _names(objects: Iterable[Any]) -> list[str]:
    names: dict[str, None] = {}
    for found in objects:
        if isinstance(found, dict):
            flat = _flat(found)
            refuse_many_columns(len(flat))
            names.update(dict.fromkeys(flat))
            if len(names) > _NAMES_MOST:
                problem = f"its objects have more than {_NAMES_MOST:,} different names"
                raise ValuecheckError(problem, _REMEDY)
    return [*names]


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
        raise ValuecheckError(problem, _REMEDY)
    return text
