"""Lines with their styles as Rich text; the one place that knows the colours of a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.text import Text

    from valuecheck.render.formats.terminal.lines import Part

# Colour-blind safe, orange to blue; the digit stands in the cell whatever becomes of the colour.
_CELLS = {
    1: "color(231) on color(130)",
    2: "color(16) on color(215)",
    3: "color(16) on color(253)",
    4: "color(16) on color(74)",
    5: "color(231) on color(25)",
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


def as_rich(lines: Iterable[Sequence[Part]]) -> Text:
    """Lines as one text for a Rich console."""
    from rich.text import Text

    drawn = [
        Text.assemble(*((part.text, STYLES.get(part.style, "")) for part in line)) for line in lines
    ]
    return Text("\n").join(drawn)
