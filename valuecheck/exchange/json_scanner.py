"""JSON read value by value, so that no file is ever held as a whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from valuecheck.core.errors import ValuecheckError
from valuecheck.exchange.files import LONGEST_LINE, MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.exchange.files import Text

BLANK = " \t\r\n\ufeff"
REMEDY = "export it again, or save it as CSV"


class BrokenError(Exception):
    """The text is no JSON; `line` is where."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class Scanner:
    """A place in a JSON text, from which values are read."""

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
                if (char := self._buffer[self._at]) not in BLANK:
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

    def members(self) -> Iterator[str]:
        """The names in the object that begins here; who takes one reads past its value."""
        self.expect("{")
        while self.peek() != "}":
            name = self.value()
            if not isinstance(name, str):
                raise self.broken()
            self.expect(":")
            yield name
            if self.peek() != "}":
                self.expect(",")
        self.expect("}")

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
            raise ValuecheckError(problem, REMEDY)
        # Twice as much each time, so that a long value is not decoded again and again.
        chunk = self._text.read(max(MEGABYTE // 16, len(rest)))
        self._buffer, self._at = rest + chunk, 0
        return bool(chunk)
