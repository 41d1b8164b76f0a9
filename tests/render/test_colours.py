"""The colours of a terminal: to be seen on a light and on a dark background."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import pages
from tests.made_up import TODAY, check_in, inputs, said
from valuecheck import report
from valuecheck.core.records import Filters
from valuecheck.core.scales import CSAT, SCALES, mood
from valuecheck.render import views
from valuecheck.render.formats.terminal.colours import STYLES
from valuecheck.render.formats.terminal.lines import SIGNS
from valuecheck.render.write import Format, written
from valuecheck.report.pairs import TrafficLight, band

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


@pytest.mark.parametrize("scale", SCALES)
def test_a_customer_s_score_has_the_colour_of_its_band(scale: str) -> None:
    limits = SCALES[scale]
    lights = {1: TrafficLight.RED, 2: TrafficLight.RED, 3: TrafficLight.AMBER}
    for score in range(limits.lowest, limits.highest + 1):
        assert lights.get(mood(scale, score), TrafficLight.GREEN) is band(scale, score)


@pytest.mark.parametrize("score", range(1, 6))
def test_csat_and_the_user_s_own_score_agree_in_colour_in_every_format(score: int) -> None:
    assert mood(CSAT, score) == score
    rows = [check_in(TODAY, score, "@retail")]
    built = report.build(inputs(rows, feedback=[said(TODAY, "retail", score)]))
    styles = {part.style for line in pages.lines(built) for part in line}
    assert {style for style in styles if style.startswith("score")} == {f"score-{score}"}
    page = pages.html(built, notes=True)
    own, theirs = (f'<td class="number s{score}">{text}</td>' for text in (score, f"csat {score}"))
    assert own in page
    assert theirs in page


@pytest.mark.parametrize("period", ["week", "month", "quarter"])
def test_a_filtered_report_never_calls_a_recorded_day_not_recorded(period: str) -> None:
    rows = [check_in(TODAY - timedelta(days=back), 4, "+dr") for back in range(1, 60)]
    rows.append(check_in(TODAY, 3, "+meeting"))
    built = report.build(inputs(rows, period, filters=Filters(kinds=("meeting",))))
    written_in = [pages.terminal(built), pages.calendar(built), pages.json(built)]
    for view in (views.report(built), views.calendar(built)):
        written_in += [written(view, each, notes=True) for each in Format if each != "terminal"]
    assert [text for text in written_in if "not recorded" in text] == []
    whole = report.build(inputs(rows[-1:], period))
    assert "no check-in with" not in pages.calendar(whole)
