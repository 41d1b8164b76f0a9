"""The tags beside a change: counts of the days since and before, never a test."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.made_up import check_in, inputs
from valuecheck import report
from valuecheck.render.words import why

if TYPE_CHECKING:
    from valuecheck.core.records import Scored

SINKING = date(2026, 9, 7), date(2026, 10, 11)


def a_year(bad: str = "+meeting", good: str = "+feature") -> list[Scored]:
    """A steady year, then five weeks with a bad kind of work on most days."""
    rows = []
    day = date(2026, 1, 5)
    while day <= date(2026, 11, 20):
        number = day.toordinal()
        sinks = SINKING[0] <= day <= SINKING[1]
        if day.weekday() < 5 and sinks and number % 3:
            rows.append(check_in(day, 1 + number % 2, f"status {bad}"))
        elif day.weekday() < 5:
            rows.append(check_in(day, 4 - (number % 5 == 0), f"work {good}"))
        day += timedelta(days=1)
    return rows


def test_a_shift_names_the_tag_that_came_more_often() -> None:
    (excursion,) = report.build(inputs(a_year(), "year")).excursions
    (cause,) = excursion.causes
    assert cause.tag == "+meeting"
    assert (cause.days, cause.of, cause.days_before) == (17, 25, 0)
    assert why.cause(cause) == ("+meeting: 17 of 25 days (average 1.5), none of the 25 before.")


def test_a_tag_that_comes_as_often_as_before_is_no_reason() -> None:
    rows = [row._replace(kinds=("work",)) for row in a_year()]
    (excursion,) = report.build(inputs(rows, "year")).excursions
    assert excursion.causes == ()


def test_a_week_knows_the_tags_of_the_weeks_before() -> None:
    rows = a_year()
    cut = date(2026, 10, 5)
    of_week = inputs([row for row in rows if cut <= row.day <= SINKING[1]], "2026-W41")
    earlier = [row for row in rows if row.day < cut]
    looked = of_week._replace(
        before=earlier, earlier={row.day: float(row.score) for row in earlier}, today=SINKING[1]
    )
    (excursion,) = report.build(looked).excursions
    assert [cause.tag for cause in excursion.causes] == ["+meeting"]
