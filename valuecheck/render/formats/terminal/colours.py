"""Lines with their styles for a terminal; the one place that knows the colours of a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.text import SCORE_COLORS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.text import Text

    from valuecheck.render.formats.terminal.lines import StyledText

# The digit is in the cell even where no colour is shown.
_CELLS = {
    score: f"color({foreground}) on color({background})"
    for score, (foreground, background) in SCORE_COLORS.items()
}
# Bars have no digit: these can be seen on a light and on a dark background.
_BARS = {1: 130, 2: 172, 3: 244, 4: 32, 5: 26}
STYLES = {
    "bold": "bold",
    "dim": "dim",
    "band": "color(244)",
    "today": "underline",
    **{f"score-{score}": style for score, style in _CELLS.items()},
    **{f"score-{score}-today": f"{style} underline" for score, style in _CELLS.items()},
    **{f"bar-{score}": f"color({colour})" for score, colour in _BARS.items()},
}


# The codes of ECMA-48 for the words of a style.
_CODES = {"bold": "1", "dim": "2", "underline": "4"}


def as_ansi(lines: Iterable[Sequence[StyledText]]) -> str:
    """Lines as text with the codes for their styles, where loading Rich would take too long."""
    return "\n".join("".join(map(_coded, line)) for line in lines)


def _coded(part: StyledText) -> str:
    codes: list[str] = []
    ground = "38"
    for word in STYLES.get(part.style, "").split():
        if word == "on":
            ground = "48"
        elif word in _CODES:
            codes.append(_CODES[word])
        else:
            codes.append(f"{ground};5;{word.removeprefix('color(').removesuffix(')')}")
    return f"\x1b[{';'.join(codes)}m{part.text}\x1b[0m" if codes else part.text


def as_rich(lines: Iterable[Sequence[StyledText]]) -> Text:
    """Lines as one text for a Rich console."""
    from rich.text import Text

    drawn = [
        Text.assemble(*((part.text, STYLES.get(part.style, "")) for part in line)) for line in lines
    ]
    return Text("\n").join(drawn)
