"""Text on its way to a screen: nothing that people typed acts, and everything fits."""

from __future__ import annotations

import os
import sys
import unicodedata
from math import ceil, floor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import TextIO


# Characters that break lines or reorder the text around them.
_REORDERING = "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_ASCII = str.maketrans(
    {
        "·": "-", "›": ">", "✓": "ok:", "…": "...", "–": "-", "—": "-", "−": "-", "×": "x",
        "→": "->", "“": '"', "”": '"', "’": "'", "█": "#", "√": "sqrt ", "≤": "<=", "≥": ">=",
        "▉": "#", "▊": "#", "▋": "#", "▌": "#", "▍": "#", "▎": "-", "▏": "-",
        "\ufffd": "?", "├": "|", "─": "-", "└": "`", "│": "|",
        "▼": "v", "▲": "^", "┤": "|", "┴": "-", "░": ".", "≈": "~",
    }
)  # fmt: skip
# Marks above, below and around a character, and what joins characters, as in emoji.
_TAKES_NO_COLUMN = frozenset({"Mn", "Me", "Cf"})
# Foreground and background of each score in the 256 colours of a terminal: from orange to blue,
# which colour-blind people tell apart.
SCORE_COLORS = {1: (231, 130), 2: (16, 215), 3: (16, 253), 4: (16, 74), 5: (231, 25)}
ROOMY = 60  # columns from which on there is room for more than the bare minimum
MISSING = "·"
SHOWN, PATH_SHOWN = 40, 200  # characters of a wrong word or path that an error repeats
_output_errors: list[OSError] = []  # what kept sentences from standard output


def iso(moment: date) -> str:
    """A day or moment as JSON and CSV have it; UTC is `Z`."""
    text = moment.isoformat()
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text


def counted(number: int, noun: str, several: str = "") -> str:
    """Such as `1 day`, `1,200 days`; `several` is the plural of a noun that takes no s."""
    return f"{number:,} {noun if number == 1 else several or noun + 's'}"


def visible(text: str) -> str:
    """`text` with every character that a terminal or a page could act upon shown as `�`."""
    if text.isprintable():
        return text
    return "".join("\ufffd" if _acts(character) else character for character in text)


def _acts(character: str) -> bool:
    is_control = character < " " or "\x7f" <= character <= "\x9f"
    is_undecoded = "\ud800" <= character <= "\udfff"
    return is_control or is_undecoded or character in _REORDERING


def quoted(typed: object, longest: int = SHOWN) -> str:
    """Return a typed word (or setting) as an error repeats it: cut, in quotes, with escapes."""
    # repr escapes every character that could act.
    return repr(cut(typed, longest)) if isinstance(typed, str) else cut(repr(typed), longest)


def cut(text: str, longest: int = SHOWN) -> str:
    """Return the first `longest` characters of `text`, with `…` where it has more."""
    return text if len(text) <= longest else f"{text[:longest]}…"


def speaks(stream: TextIO, sample: str = "✓›·…█▁") -> bool:
    """Return whether `stream` can encode the signs that we draw with."""
    try:
        sample.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def for_stream(text: str, stream: TextIO) -> str:
    """Return lines of `text` for `stream`: nothing in them acts, and all of it can be encoded.

    All text of the store and of files that reaches a terminal passes here or through `visible`.
    """
    return encodable("\n".join(map(_visible_line, text.split("\n"))), stream)


def _visible_line(line: str) -> str:
    # CSV ends its lines in CR LF.
    return visible(line[:-1]) + "\r" if line.endswith("\r") else visible(line)


def encodable(text: str, stream: TextIO) -> str:
    """`text` as `stream` can show it: our own signs in ASCII where need be, the rest as `?`."""
    if speaks(stream, text):
        return text
    encoding = stream.encoding or "ascii"
    return ascii_signs(text).encode(encoding, "replace").decode(encoding, "replace")


def ascii_signs(text: str) -> str:
    """`text` with the signs that we draw and punctuate with in ASCII; letters stay."""
    return text.translate(_ASCII)


def inert_cell(text: str) -> str:
    """`text` as the cell of a table file that no spreadsheet takes for a formula."""
    text = visible(text)
    return f"'{text}" if text.startswith((*"=+-@' \t\r",)) else text


def say(text: str, stream: TextIO, *, breaks: bool = True) -> None:
    """Print text of our own to `stream` and flush it; on a terminal lines break between words.

    Where nobody can read it the command goes on with what it has yet to do; `raise_output_error`
    tells of standard output in the end. `breaks`: False for a line that a user copies.
    """
    if breaks and stream.isatty():
        text = "\n".join(_fitted(line, columns()) for line in text.split("\n"))
    try:
        stream.write(for_stream(text, stream) + "\n")
        stream.flush()
    except OSError as error:
        if stream is not sys.stderr:
            _output_errors.append(error)
        silence(2 if stream is sys.stderr else 1)


def is_output_lost() -> bool:
    """Return whether a sentence was kept from standard output."""
    return bool(_output_errors)


def raise_output_error() -> None:
    """Raise the OSError that kept a sentence from standard output, where there was one."""
    if _output_errors:
        error = _output_errors[0]
        _output_errors.clear()
        raise error


def silence(descriptor: int) -> None:
    """Let what is written to a stream go nowhere, what it still has in its buffer included."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _fitted(line: str, width: int) -> str:
    if cells(line) <= width:
        return line
    indent = " " * (len(line) - len(line.lstrip()))
    return "\n".join(indent + part for part in wrap(line, width - len(indent)))


def rounded(value: float) -> int:
    """A mean of scores as one score, halves away from 3 (2.5 is 2, 3.5 is 4), as the bands do."""
    return floor(value + 0.5) if value >= 3 else ceil(value - 0.5)


def columns(fd: int = 1) -> int:
    """Return the width of the terminal at `fd`: `COLUMNS` if set, 80 where it is unknown."""
    try:
        width = int(os.environ.get("COLUMNS", "0"))
    except ValueError:
        width = 0
    if width > 0:
        return width
    try:
        return os.get_terminal_size(fd).columns or 80
    except OSError:
        return 80


def cells(text: str) -> int:
    """Return the number of terminal columns that `text` takes."""
    if text.isascii():
        return len(text)
    return sum(
        1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
        if unicodedata.category(char) not in _TAKES_NO_COLUMN
    )


def fitted(text: str, width: int) -> str:
    """Return `text` in at most `width` terminal columns, its end replaced by `…` where it has more.

    A width below one counts as one.
    """
    taken = kept = 0
    for place, character in enumerate(text):
        taken += cells(character)
        if taken < width:
            kept = place + 1
        if taken > width:
            return f"{text[:kept]}…"
    return text


def wrap(text: str, width: int) -> Iterator[str]:
    """`text` in lines of at most `width` columns, broken between words where words are shorter.

    One empty line for a text without words. A width below two counts as two, for wide characters.
    """
    width = max(width, 2)
    line = ""
    for word in text.split():
        if line and cells(line) + 1 + cells(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
        while cells(line) > width:
            cut = fitting(line, width)
            yield line[:cut]
            line = line[cut:]
    yield line


def fitting(text: str, width: int) -> int:
    """How many characters at the beginning of `text` fit into `width` columns."""
    used = 0
    for position, char in enumerate(text):
        used += cells(char)
        if used > width:
            return position
    return len(text)


def score_cell(score: int, *, styled: bool) -> str:
    """A score as one digit, in its colours if `styled`."""
    if not styled:
        return str(score)
    foreground, background = SCORE_COLORS[score]
    return f"\x1b[38;5;{foreground};48;5;{background}m{score}\x1b[0m"


def without_styles(line: str) -> str:
    """`line` of our own without the codes that style it."""
    first, *styled = line.split("\x1b[")
    return first + "".join(part.partition("m")[2] for part in styled)
