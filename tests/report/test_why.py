"""The tags beside a change: counts of the days since and before, never a test."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests import pages
from tests.made_up import TODAY, check_in, inputs, said
from valuecheck import report
from valuecheck.core.records import Filters
from valuecheck.core.trial import Trial
from valuecheck.render.page import Points, bare
from valuecheck.render.pages import changes
from valuecheck.render.words import why
from valuecheck.report import Review
from valuecheck.stats.trials import TrialResult
from valuecheck.stats.unheard import Silence

if TYPE_CHECKING:
    from valuecheck.core.records import Scored
    from valuecheck.report import Report

VERDICT = json.dumps(TrialResult(3.9, 2.3, 14, 10, 0.001, 0.9, None, clear=True)._asdict())
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
    words = why.cause(cause, "in the weeks before")
    assert words == "+meeting: 17 of 25 days (average 1.5); in the weeks before, none of 25."


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


def test_a_week_with_a_shift_and_its_review_fit_a_screen_of_24_rows() -> None:
    monday = date(2026, 10, 5)
    heard = [said(monday + timedelta(days=i % 5), "retail", 2, f"slow {i}") for i in range(9)]
    found = inputs(a_year("+meeting @retail"), "2026-W41", feedback=heard, today=SINKING[1])
    earlier = [row for row in a_year("+meeting @retail") if row.day < monday]
    built = report.build(found._replace(before=earlier))
    drawn = pages.terminal(built)
    assert "Why? +meeting" in drawn
    assert "… 7 more: valuecheck feedback log" in drawn
    assert drawn.count("\n") < 24
    trial = Trial("1", "no status meeting", monday, SINKING[1], "score", "", verdict=VERDICT)
    review = Review(
        report=built,
        intention="Say no to every status meeting without a question to decide.",
        next_week="2026-W42",
        unheard=(Silence("checkout", 41, None),),
        trial=trial,
    )
    # Below it come a blank line, the question and the answer.
    assert pages.review(review).count("\n") + 3 <= 24


def what_to_do(found: Report) -> list[str]:
    """The commands that the points on top name."""
    blocks = [block for block in changes.on_top(found) if isinstance(block, Points)]
    points = [each for block in blocks for each in block.points]
    lines = [bare(line) for _, sentences in points for line in sentences]
    return [line[line.index("valuecheck") :] for line in lines if "valuecheck" in line]


def test_a_fall_says_how_to_look_at_its_days() -> None:
    found = report.build(inputs(a_year(), "year"))
    assert what_to_do(found) == ["valuecheck log 2026-09-07..2026-10-11 +meeting"]


def test_a_customer_who_clearly_scores_lower_is_to_be_asked() -> None:
    days = [TODAY - timedelta(days=back) for back in range(200, 0, -1)]
    rows = [check_in(day, 4 + day.day % 2, "@retail") for day in days]
    feedback = [said(day, "retail", 2) for day in days[::14]]
    found = report.build(inputs(rows, "all", feedback=feedback))
    assert what_to_do(found) == ["valuecheck feedback ask @retail"]


@pytest.mark.parametrize(
    ("period", "asks"),
    [("year", True), ("quarter", True), ("all", True), ("2026-Q3", False), ("week", False)],
)
def test_a_long_period_that_goes_on_names_the_customer_to_ask(period: str, asks: bool) -> None:
    of = inputs([check_in("2026-11-02", 4, "@retail"), check_in(TODAY, 4)], period)
    assert of.asks_next is asks
    found = report.build(of._replace(unheard=[Silence("retail", 41, None)] if asks else []))
    assert what_to_do(found) == ["valuecheck feedback ask @retail"] * asks


def test_a_filtered_report_names_no_customer_to_ask() -> None:
    of = inputs([check_in(TODAY, 4)], "year", filters=Filters(kinds=("incident",)))
    assert not of.asks_next
