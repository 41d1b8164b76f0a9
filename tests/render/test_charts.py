"""The chart of weeks on a terminal: each average in its column and at its height."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.made_up import check_in, inputs
from valuecheck import report
from valuecheck.render.formats.terminal.charts import AXIS, ROWS, chart
from valuecheck.render.formats.terminal.lines import Canvas, text_of
from valuecheck.render.page import Chart, Series
from valuecheck.render.pages import pictures

if TYPE_CHECKING:
    from collections.abc import Sequence

MONDAY = date(2026, 6, 1)


def drawn(
    values: Sequence[float | None],
    *,
    width: int = 80,
    unicode: bool = True,
    first: date = MONDAY,
    band: tuple[float, float] | None = None,
    marks: Sequence[tuple[int, int, bool]] = (),
) -> list[str]:
    """The lines of a chart of weeks on the scale from 1 to 5."""
    colours = [3 if value is None else round(value) for value in values]
    starts = [first + timedelta(weeks=i) for i in range(len(values))]
    block = Chart("Weeks", "week", starts, [Series("Weeks", values, colours)], band, marks=marks)
    screen = Canvas(width, unicode=unicode)
    chart(screen, block)
    return text_of(screen.finished()).splitlines()


def column(lines: Sequence[str], at: int) -> str:
    """The signs of one column from bottom to top."""
    return "".join(f"{line:<{at + 1}}"[at] for line in reversed(lines[:ROWS]))


def heights(values: Sequence[float | None], *, size: int = 1) -> list[float]:
    """How many rows each column fills, to the eighth of one."""
    lines = drawn(values, width=AXIS + size * len(values))
    eighths = {sign: i for i, sign in enumerate(" ▁▂▃▄▅▆▇█")}
    return [
        sum(eighths[sign] for sign in column(lines, AXIS + size * i)) / 8
        for i in range(len(values))
    ]


def test_each_average_is_as_high_as_the_scale_at_its_left() -> None:
    # Four points in eight rows: a point is two rows, a quarter of one is half a row.
    assert heights([2, 3, 3.25, 4, 4.5, 5]) == [2, 4, 4.5, 6, 7, 8]
    lines = drawn([2, 3, 4, 5])
    labels = {
        line[:2].strip(): ROWS - row for row, line in enumerate(lines[:ROWS]) if line[:2].strip()
    }
    assert labels == {"5": 8, "4": 6, "3": 4, "2": 2}
    assert lines[ROWS].startswith(" 1└")


def test_the_lowest_average_still_shows() -> None:
    assert heights([1, 1.01, 5]) == [1 / 8, 1 / 8, 8]


def test_averages_that_are_all_equal_are_level() -> None:
    assert heights([4] * 9) == [6] * 9


def test_a_week_without_an_average_is_a_gap() -> None:
    assert heights([4, None, None, 4]) == [6, 0, 0, 6]


def test_wide_columns_keep_their_weeks_apart() -> None:
    lines = drawn([4, 5, 4], width=AXIS + 3 * 4)
    assert lines[ROWS - 1][AXIS:] == "███ ███ ███"
    assert lines[0][AXIS:] == "    ███"


def axis_of(lines: Sequence[str]) -> str:
    return next(line for line in lines if "└" in line or "+" in line)


@pytest.mark.parametrize("size", [1, 2, 4])
def test_a_month_is_named_below_its_first_week(size: int) -> None:
    weeks = 18
    axis = axis_of(drawn([3] * weeks, width=AXIS + size * weeks))
    for month, monday in (("Jun", date(2026, 6, 1)), ("Jul", date(2026, 7, 6)),
                          ("Aug", date(2026, 8, 3)), ("Sep", date(2026, 9, 7))):  # fmt: skip
        number = (monday - MONDAY).days // 7
        assert axis.index(month) == AXIS + size * number


def test_years_are_named_where_there_are_many() -> None:
    axis = axis_of(drawn([3] * 72, first=date(2020, 1, 6)))
    assert "Jan" in axis
    starts = [date(2015 + i, 1, 1) for i in range(10)]
    screen = Canvas(80, unicode=True)
    chart(screen, Chart("Years", "year", starts, [Series("Years", [3] * 10, [3] * 10)]))
    axis = axis_of(text_of(screen.finished()).splitlines())
    assert axis.index("2015") == AXIS
    assert axis.index("2017") == AXIS + 2 * 4


def test_what_does_not_fit_goes_on_below_and_no_week_is_lost() -> None:
    lines = drawn([2 + i % 3 for i in range(60)], width=40)
    assert all(len(line) <= 40 for line in lines)
    first, second = "\n".join(lines).split("\n\n")
    columns = [sum(line.count("█") for line in part.splitlines()) for part in (first, second)]
    # Both are of one length.
    assert columns == [sum(2 * (1 + i % 3) for i in range(30))] * 2
    assert axis_of(second.splitlines()).index("Apr") == AXIS + 8 + 40 - AXIS - 30


def test_a_terminal_of_ascii_shows_the_same_heights() -> None:
    lines = drawn([2, 3, None, 5], width=AXIS + 4, unicode=False)
    assert "\n".join(lines).isascii()
    assert [column(lines, AXIS + i).count("#") for i in range(4)] == [2, 4, 0, 8]


def test_the_usual_band_lies_behind_the_columns() -> None:
    lines = drawn([2, None, 5], width=AXIS + 3, band=(2.5, 4))
    # From 2.5 to 4 are the rows 4 to 6 from below.
    assert [column(lines, AXIS + i) for i in range(3)] == ["██ ░░░  ", "   ░░░  ", "████████"]


def test_a_lasting_shift_is_marked_below_its_weeks() -> None:
    lines = drawn([4, 2, 2, 4, 5], width=AXIS + 5, marks=[(1, 2, False), (4, 4, True)])
    assert lines[ROWS + 1][AXIS:] == " ▼▼ ▲"
    plain = drawn(
        [4, 2, 2, 4, 5], width=AXIS + 5, unicode=False, marks=[(1, 2, False), (4, 4, True)]
    )
    assert plain[ROWS + 1][AXIS:] == " vv ^"


def test_a_single_week_is_no_chart() -> None:
    days = [check_in(date(2026, 11, day), 4) for day in (16, 17, 18)]
    assert pictures.weeks(report.build(inputs(days, "2026-W47")), small=True) is None


def test_weeks_all_equal_have_a_scale_around_them() -> None:
    days = [check_in(date(2026, 9, 7) + timedelta(days=age), 4) for age in range(60)]
    found = pictures.weeks(report.build(inputs(days, "quarter")))
    assert found
    (series,) = found.series
    assert (series.lowest, series.highest) == (3, 5)
    assert {*series.values} == {4}
