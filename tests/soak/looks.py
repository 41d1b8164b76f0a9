"""The claims that reports make over the years of a user who looks at them every workday.

`every_look` builds the reports of a day and reads their sentences. `claims_of_years` finds the
same claims in a thousandth of the time: it asks the product's own functions, but only on days on
which their answer can have changed. A test holds one against the other.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tests.soak.people import FIRST, WINDOW, Life
from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.core.days import Period, parse_period, unit_period
from valuecheck.render.words import claims
from valuecheck.report import build
from valuecheck.report import feedback as feedback_report
from valuecheck.report import tags as tags_report
from valuecheck.report.figure import Verdict
from valuecheck.stats import control_chart, sequential
from valuecheck.stats.clusters import window_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from valuecheck.report import Report

ONE_DAY = timedelta(days=1)
ALL = Period("all", "all", None, None)
SENTENCES = {
    "weeks": r"Your weeks .*(?:sinking|lower|sank|rising|higher|rose)",
    "comparison": r"(?:Q[1-4]|\d{4}).* is clearly (?:better|worse) than",
    "trend": r"Rising|Falling",
    "tag": r"[+@]\S+ days are clearly",
    "weekdays": r"Weekdays clearly differ",
    "gap": r"You score \S+ (?:higher|lower) than @\S+ .*: clear",
}
WORSE = "sinking|still lower|been lower|sank|worse|Falling|You score .* higher"


class Claim(NamedTuple):
    """A claim as a user reads it: on which day, of which kind, and whether it says worse."""

    day: date
    kind: str
    worse: bool


def read(report: Report) -> Iterator[tuple[str, bool]]:
    """The claims of a report, by its sentences. An unknown sentence is an error."""
    for sentence in claims.clear(report):
        (kind,) = (kind for kind, words in SENTENCES.items() if re.match(words, sentence))
        worse = re.search(
            "sinking|lower since|sank|worse|Falling|been lower|higher than @", sentence
        )
        yield kind, worse is not None


def every_look(life: Life, today: date) -> Iterator[Claim]:
    """The claims of the reports on the week, month, quarter and year, the last ones, and all."""
    words = [f"{last}{unit}" for last in ("", "last-") for unit in ("week", "month", "quarter")]
    for word in (*words, "year", "last-year", "all"):
        report = build(life.evidence(parse_period(word, today), today))
        for kind, worse in read(report):
            yield Claim(today, kind, worse)


def claims_of_years(life: Life, years: int) -> Iterator[Claim]:
    """Every claim of some years of workdays, each at least once a year in which it is read."""
    yield from _weeks(life, years)
    yield from _closed(life, years)
    yield from _tags_at_any_look(life)
    yield from _gaps(life, years)


def _weeks(life: Life, years: int) -> Iterator[Claim]:
    """A shift is read on the last workday of the week in which it is found, and while it lasts."""
    settled = {day: v for day, v in life.values.items() if day not in life.settling}
    for found in control_chart.excursions(control_chart.weekly(settled)):
        begins = found.found + 4 * ONE_DAY
        ends = min(found.over or date.max, FIRST.replace(year=FIRST.year + years) - ONE_DAY)
        worse = found.average < found.before
        yield Claim(begins, "weeks", worse)
        for year in range(begins.year + 1, ends.year + 1):
            yield Claim(date(year, 1, 1), "weeks", worse)


def _closed(life: Life, years: int) -> Iterator[Claim]:
    """The claims on quarters and years on the day after their end, read in whole reports."""
    for year in range(FIRST.year, FIRST.year + years):
        quarters = [unit_period("quarter", date(year, month, 1)) for month in (1, 4, 7, 10)]
        for period in (*quarters, unit_period("year", date(year, 1, 1))):
            if period.end is None:
                continue
            report = build(life.evidence(period, period.end + ONE_DAY))
            for kind, worse in read(report):
                if kind != "weeks":
                    yield Claim(period.end, kind, worse)


def _tags_at_any_look(life: Life) -> Iterator[Claim]:
    """The first day of each year on which a report on the year, or on all, calls a tag clear.

    The factor of a contrast is at least 1, and no tag has a lower limit than the first: days on
    which even that is not reached need no look.
    """
    days = np.array([row.day.toordinal() for row in life.rows])
    scores = np.array([row.score for row in life.rows])
    named = [{KIND + k for k in row.kinds} | {CUSTOMER + c for c in row.customers}
             for row in life.rows]  # fmt: skip
    every = np.array([[tag in of_day for tag in sorted(set().union(*named))] for of_day in named])
    years = np.array([row.day.year for row in life.rows])
    for year in sorted({*years.tolist()}):
        of_year = np.flatnonzero(years == year)
        end = int(of_year[-1]) + 1
        for period, start in ((ALL, 0), (unit_period("year", date(year, 7, 1)), int(of_year[0]))):
            possible = start + np.flatnonzero(_may_be_clear(scores[start:end], every[start:end]))
            looks = [int(days[i]) for i in possible if years[i] == year]
            yield from _first_clear(life, period, looks)


def _may_be_clear(scores: np.ndarray, tagged: np.ndarray) -> np.ndarray:
    """The days on which any tag is beyond the lowest limit that there is, with a factor of 1."""
    steps = (scores[:, None] == np.arange(1, 6)).astype(float)
    total = steps.cumsum(0)[:, None, :]
    with_tag = (steps[:, None, :] * tagged[:, :, None]).cumsum(0)
    rest = total - with_tag
    n1, n2 = with_tag.sum(2), rest.sum(2)
    below = np.concatenate([np.zeros_like(rest[:, :, :1]), rest.cumsum(2)[:, :, :-1]], axis=2)
    u = (with_tag * (below + rest / 2)).sum(2)
    n = n1 + n2
    with np.errstate(divide="ignore", invalid="ignore"):
        ties = (total**3 - total).sum(2) / (n * (n - 1))
        z = (np.abs(u - n1 * n2 / 2) - 0.5) / np.sqrt(n1 * n2 / 12 * (n + 1 - ties))
    lowest = sequential.limit(sequential.TIGHTEST_AT, sequential.alpha_of(1)) - 0.01
    found: np.ndarray = ((z >= lowest) & (n1 >= 10) & (n2 >= 10)).any(1)
    return found


def _first_clear(life: Life, period: Period, looks: list[int]) -> Iterator[Claim]:
    for ordinal in looks:
        today = date.fromordinal(ordinal)
        evidence = life.evidence(period, today, listening=False)
        values = {row.day: float(row.score) for row in evidence.check_ins}
        clear = [
            tag.against_rest
            for family in tags_report.tags(evidence, values)
            for tag in family
            if tag.against_rest.verdict is Verdict.CLEAR
        ]
        if clear:
            yield Claim(today, "tag", (clear[0].value or 0) < 0)
            return


def _gaps(life: Life, years: int) -> Iterator[Claim]:
    """The gaps over all time, as of the day after the end of each window."""
    last = FIRST.replace(year=FIRST.year + years) - ONE_DAY
    at_last = life.evidence(ALL, last + WINDOW * ONE_DAY)
    both = {name: _windows_of(life, name) for name in at_last.gaps}
    for window in range(window_of(FIRST, WINDOW) + 1, window_of(last, WINDOW) + 1):
        # No look cuts windows differently: an earlier one has the first of the same.
        known = {
            name: at_last.gaps[name][: sum(each < window for each in windows)]
            for name, windows in both.items()
        }
        today = date.fromordinal(window * WINDOW)
        for figure in feedback_report.gaps(at_last._replace(today=today, gaps=known)).values():
            if figure.verdict is Verdict.CLEAR:
                yield Claim(today, "gap", (figure.value or 0) > 0)


def _windows_of(life: Life, customer: str) -> set[int]:
    """The windows, wholly within the life, that hold both the own days and the answers."""
    own = {window_of(row.day, WINDOW) for row in life.rows if customer in row.customers}
    theirs = {window_of(each.day, WINDOW) for each in life.heard if each.customer == customer}
    return own & theirs


def kinds_by_year(found: Iterator[Claim], ignored: Mapping[str, object]) -> dict[int, set[str]]:
    """The kinds of claims that are read in each year."""
    by_year: dict[int, set[str]] = {}
    for claim in found:
        if claim.kind not in ignored:
            by_year.setdefault(claim.day.year, set()).add(claim.kind)
    return by_year
