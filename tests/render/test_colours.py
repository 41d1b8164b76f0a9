"""The colours of a terminal: to be seen on a light and on a dark background."""

from __future__ import annotations

import pytest

from valuecheck.render.formats.terminal.colours import STYLES
from valuecheck.render.formats.terminal.lines import SIGNS

LEVELS = (0, 95, 135, 175, 215, 255)


def luminance(colour: int) -> float:
    """The relative luminance of one of the 256 colours, as WCAG 2 has it."""
    if colour >= 232:
        channels = [8 + 10 * (colour - 232)] * 3
    else:
        channels = [LEVELS[(colour - 16) // place % 6] for place in (36, 6, 1)]
    shares = [channel / 255 for channel in channels]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def colours(style: str) -> list[int]:
    """The numbers of the colours in a style, the one in front first."""
    return [int(word[6:-1]) for word in STYLES[style].split() if word.startswith("color(")]


@pytest.mark.parametrize("style", [*(f"bar-{score}" for score in range(1, 6)), "band"])
def test_bars_stand_out_from_a_light_and_a_dark_screen(style: str) -> None:
    (colour,) = colours(style)
    assert contrast(luminance(colour), 0.0) > 2.8
    assert contrast(luminance(colour), 1.0) > 2.8


@pytest.mark.parametrize("score", range(1, 6))
def test_a_digit_stands_out_from_its_cell(score: int) -> None:
    front, back = colours(f"score-{score}")
    assert contrast(luminance(front), luminance(back)) > 4.5


def test_every_sign_has_a_style() -> None:
    assert {*SIGNS.values()} <= STYLES.keys()
