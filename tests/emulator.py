"""The screen of a terminal that answers what shells and tmux ask a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable

# https://invisible-island.net/xterm/ctlseqs/ctlseqs.html: a request, and what is sent back.
_ANSWERS = {
    rb"\x1b\[0?c": b"\x1b[?62;22c",  # DA1
    rb"\x1b\[>0?c": b"\x1b[>1;0;0c",  # DA2
    rb"\x1b\[=0?c": b"\x1bP!|00000000\x1b\\\\",  # DA3
    rb"\x1b\[>0?q": b"\x1bP>|tests(1)\x1b\\\\",  # XTVERSION
    rb"\x1b\[(\??\d+)\$p": b"\x1b[\\1;0$y",  # DECRQM: a mode that is not known
    rb"\x1b\]10;\?(\x07|\x1b\\)": b"\x1b]10;rgb:ffff/ffff/ffff\\1",  # foreground color
    rb"\x1b\]11;\?(\x07|\x1b\\)": b"\x1b]11;rgb:0000/0000/0000\\1",  # background color
    rb"\x1bP\+q(.*)\x1b\\": b"\x1bP0+r\\1\x1b\\\\",  # XTGETTCAP: a capability that is not known
    rb"\x1bP\$q.*\x1b\\": b"\x1bP0$r\x1b\\\\",  # DECRQSS: a setting that is not known
}
_SEQUENCE = re.compile(
    rb"\x1b(?:\[[^@-~]*[@-~]|[]PX^_k].*?(?:\x07|\x1b\\)|(?![]\[PX^_k])[ -/]*[^ -/])", re.DOTALL
)
# pyte prints the rest of control sequences with a prefix or intermediate bytes, and of strings.
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b(?:\[(?:[<=>]|.*[ -/]|\?.*[^hlJK]$)|[PX^_k])", re.DOTALL)
_KEYBOARD = re.compile(rb"\x1b\[([=><])(\d*)[;\d]*u")


class Emulator:
    """A screen of `width` columns and `height` lines; what it answers goes to `reply`.

    With `kitty` it offers kitty's keyboard protocol (https://sw.kovidgoyal.net/kitty/keyboard-protocol/).
    """

    def __init__(
        self, width: int, height: int, reply: Callable[[bytes], object], *, kitty: bool = False
    ) -> None:
        self.screen = _Screen(width, height)
        self.screen.reply = reply
        self.kitty = kitty
        self._keyboard = [0]
        self._stream = pyte.ByteStream(self.screen)
        self._rest = b""
        self._rows: list[str] = []

    @property
    def lines(self) -> list[str]:
        """The lines on the screen down to the last one that is not empty."""
        dirty = self.screen.dirty
        if dirty or len(self._rows) != self.screen.lines:
            # Drawing a row takes a millisecond, and tests look after each few bytes.
            old, self._rows = self._rows, [""] * self.screen.lines
            for number in range(self.screen.lines):
                known = number not in dirty and len(old) == self.screen.lines
                self._rows[number] = old[number] if known else self.screen.row(number)
            dirty.clear()
        return "\n".join(self._rows).rstrip().split("\n")

    def encode(self, keys: bytes) -> bytes:
        """`keys` as the terminal sends them: control keys differ while kitty's protocol is on."""
        if not (self.kitty and self._keyboard[-1]):
            return keys
        keys = re.sub(rb"\x1b(?!\[)", b"\x1b[27u", keys)
        return re.sub(rb"[\x01-\x07\x0b\x0c\x0e-\x1a]", _with_control, keys)

    def feed(self, data: bytes) -> None:
        """Show what a program wrote, and answer it."""
        data, done = self._rest + data, 0
        for sequence in _SEQUENCE.finditer(data):
            self._stream.feed(data[done : sequence.start()])
            self._obey(sequence[0])
            done = sequence.end()
        text, escape, rest = data[done:].partition(b"\x1b")
        self._stream.feed(text)
        self._rest = escape + rest

    def _obey(self, sequence: bytes) -> None:
        if answer := self._answer_to(sequence):
            self.screen.reply(answer)
        elif switched := _KEYBOARD.fullmatch(sequence):
            self._switch(switched[1], int(switched[2] or 0))
        elif not _UNKNOWN_TO_PYTE.match(sequence):
            self._stream.feed(sequence)

    def _answer_to(self, sequence: bytes) -> bytes:
        if sequence == b"\x1b[?u" and self.kitty:
            return b"\x1b[?%du" % self._keyboard[-1]
        found = ((re.fullmatch(request, sequence), answer) for request, answer in _ANSWERS.items())
        return next((asked.expand(answer) for asked, answer in found if asked), b"")

    def _switch(self, how: bytes, number: int) -> None:
        if how == b"=":
            self._keyboard[-1] = number
        elif how == b">":
            self._keyboard.append(number)
        else:
            self._keyboard = self._keyboard[: -number or -1] or [0]


def _with_control(key: re.Match[bytes]) -> bytes:
    return b"\x1b[%d;5u" % (key[0][0] | 0x60)


class _Screen(pyte.Screen):
    reply: Callable[[bytes], object]

    def write_process_input(self, data: str) -> None:
        self.reply(data.encode())

    def row(self, number: int) -> str:
        """Return a line as text; what follows a wide character is an empty cell."""
        cells = self.buffer[number]
        return "".join(cells[column].data for column in range(self.columns)).rstrip()
