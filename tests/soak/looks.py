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

from tests.soak.people import CUSTOMERS, FIRST, KINDS, WINDOW, Life
from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.core.periods import Period, parse_period, unit_period
from valuecheck.render.words import claims
from valuecheck.report import budget, build
from valuecheck.report import feedback as feedback_report
from valuecheck.report import tags as tags_report
from valuecheck.report.figure import Verdict
from valuecheck.stats import control_chart, ranks, sequential
from valuecheck.stats.clusters import window_of
from valuecheck.stats.distributions import normal_two_sided

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
    "gap": r"@\S+ rates you \S+ (?:higher|lower) than you do .*: clear",
}


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
            "sinking|lower since|sank|worse|Falling|been lower|lower than you do", sentence
        )
        yield kind, worse is not None


def every_look(life: Life, today: date) -> Iterator[Claim]:
    """The claims of the reports on the week, month, quarter and year, the last ones, and all."""
    words = [f"{last}{unit}" for last in ("", "last-") for unit in ("week", "month", "quarter")]
    for word in (*words, "year", "last-year", "all"):
        report = build(life.inputs(parse_period(word, today), today))
        for kind, worse in read(report):
            yield Claim(today, kind, worse)


def claims_of_years(life: Life, years: int) -> Iterator[Claim]:
    """Every claim of some years of workdays, each at least once a year in which it is read."""
    arrays = Arrays.of(life)
    yield from _weeks(life, years)
    yield from _closed(life, arrays, years)
    yield from _tags_at_any_look(life, arrays)
    yield from gap_claims(life, arrays, years)


class Arrays(NamedTuple):
    """A life as arrays: days as ordinals, their scores as steps, and which tags they have.

    `gaps` has for each customer the differences of all windows, `windows` their numbers.
    """

    days: np.ndarray
    steps: np.ndarray
    tagged: np.ndarray
    settled: np.ndarray
    gaps: Mapping[str, list[float]]
    windows: Mapping[str, list[int]]

    @classmethod
    def of(cls, life: Life) -> Arrays:
        tags = [*(KIND + kind for kind in KINDS), *(CUSTOMER + name for name in CUSTOMERS)]
        named = [
            {*(KIND + kind for kind in row.kinds), *(CUSTOMER + name for name in row.customers)}
            for row in life.rows
        ]
        end = date.fromordinal((life.rows[-1].day.toordinal() // WINDOW + 2) * WINDOW)
        known = life.gaps(date.min, end)
        return cls(
            np.array([row.day.toordinal() for row in life.rows]),
            (np.array([[row.score] for row in life.rows]) == np.arange(1, 6)).astype(float),
            np.array([[tag in of_day for tag in tags] for of_day in named]),
            np.array([row.day not in life.settling for row in life.rows]),
            known,
            {name: sorted(_windows_of(life, name)) for name in known},
        )

    def within(self, period: Period) -> np.ndarray:
        start, end = period.start or date.min, period.end or date.max
        inside: np.ndarray = (self.days >= start.toordinal()) & (self.days <= end.toordinal())
        return inside

    def gaps_within(self, first: int, last: int) -> dict[str, list[float]]:
        """The differences of the windows that lie wholly between two days."""
        return {
            name: [
                gap
                for gap, window in zip(self.gaps[name], windows, strict=True)
                if first <= window * WINDOW and (window + 1) * WINDOW - 1 <= last
            ]
            for name, windows in self.windows.items()
        }


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


def _closed(life: Life, arrays: Arrays, years: int) -> Iterator[Claim]:
    """The claims on quarters and years on the day after their end, read in whole reports."""
    for year in range(FIRST.year, FIRST.year + years):
        quarters = [unit_period("quarter", date(year, month, 1)) for month in (1, 4, 7, 10)]
        for period in (*quarters, unit_period("year", date(year, 1, 1))):
            if period.end is None or not _may_claim(life, arrays, period):
                continue
            report = build(life.inputs(period, period.end + ONE_DAY))
            for kind, worse in read(report):
                if kind != "weeks":
                    yield Claim(period.end, kind, worse)


def _may_claim(life: Life, arrays: Arrays, period: Period) -> bool:
    """Return whether a test of a closed period can be clear; no factor is below 1."""
    start, end = period.start or date.min, period.end or date.max
    inside = arrays.within(period)
    steps, settled = arrays.steps[inside], arrays.steps[inside & arrays.settled]
    before = arrays.within(unit_period(period.unit, start - ONE_DAY)) & arrays.settled
    change = _z(settled.sum(0), arrays.steps[before].sum(0))
    rest = (steps[:, None, :] * ~arrays.tagged[inside][:, :, None]).sum(0)
    with_tag = steps.sum(0) - rest
    tests = _z(with_tag, rest)[(with_tag.sum(1) >= 10) & (rest.sum(1) >= 10)]
    weekdays: list[list[float]] = [[] for _ in range(5)]
    for day, value in zip(arrays.days[inside], steps @ np.arange(1, 6), strict=True):
        weekdays[(int(day) - 1) % 7].append(float(value))
    known = arrays.gaps_within(start.toordinal(), end.toordinal())
    gaps = feedback_report.gaps(
        life.inputs(period, end + ONE_DAY, listening=False)._replace(gaps=known)
    )
    return bool(
        normal_two_sided(float(change)) < budget.P_CHANGE
        or normal_two_sided(_trend_z(settled @ np.arange(1, 6))) < budget.P_TREND
        or any(normal_two_sided(float(z)) * len(tests) < budget.P_TAGS for z in tests)
        or (period.unit == "year" and ranks.kruskal_wallis(weekdays) < budget.P_WEEKDAYS)
        or any(figure.verdict is Verdict.CLEAR for figure in gaps.values())
    )


def _z(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """|z| of Mann–Whitney between counts of the five scores, along the last axis."""
    n1, n2 = first.sum(-1), second.sum(-1)
    n, total = n1 + n2, first + second
    below = second.cumsum(-1) - second
    u = (first * (below + second / 2)).sum(-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ties = (total**3 - total).sum(-1) / (n * (n - 1))
        z = (np.abs(u - n1 * n2 / 2) - 0.5) / np.sqrt(n1 * n2 / 12 * (n + 1 - ties))
    found: np.ndarray = np.nan_to_num(z, posinf=0.0)
    return found


def _trend_z(values: np.ndarray) -> float:
    """|z| of Mann–Kendall."""
    n = len(values)
    if n < 20:
        return 0.0
    rises = np.triu(np.sign(values[None, :] - values[:, None])).sum()
    _, counts = np.unique(values, return_counts=True)
    variance = (n * (n - 1) * (2 * n + 5) - (counts * (counts - 1) * (2 * counts + 5)).sum()) / 18
    return float((abs(rises) - 1) / np.sqrt(variance)) if variance else 0.0


def _tags_at_any_look(life: Life, arrays: Arrays) -> Iterator[Claim]:
    """The first day of each year on which a report on the year, or on all, calls a tag clear.

    The factor of a contrast is at least 1, and no tag has a lower limit than the first: days on
    which even that is not reached need no look.
    """
    for year in sorted({row.day.year for row in life.rows}):
        of_year = unit_period("year", date(year, 7, 1))
        for period in (ALL, of_year):
            until = arrays.within(period._replace(end=of_year.end))
            possible = _may_be_clear(arrays.steps[until], arrays.tagged[until])
            days = arrays.days[until][possible]
            first = date(year, 1, 1).toordinal()
            yield from _first_clear(life, period, [int(day) for day in days if day >= first])


def _may_be_clear(steps: np.ndarray, tagged: np.ndarray) -> np.ndarray:
    """The days on which any tag is beyond the lowest limit that there is, with a factor of 1."""
    with_tag = (steps[:, None, :] * tagged[:, :, None]).cumsum(0)
    rest = steps.cumsum(0)[:, None, :] - with_tag
    enough = (with_tag.sum(2) >= 10) & (rest.sum(2) >= 10)
    lowest = sequential.limit(sequential.TIGHTEST_AT, sequential.alpha_of(1)) - 0.01
    found: np.ndarray = ((_z(with_tag, rest) >= lowest) & enough).any(1)
    return found


def _first_clear(life: Life, period: Period, looks: list[int]) -> Iterator[Claim]:
    for ordinal in looks:
        today = date.fromordinal(ordinal)
        inputs = life.inputs(period, today, listening=False)
        values = {row.day: float(row.score) for row in inputs.check_ins}
        clear = [
            tag.against_rest
            for family in tags_report.tags(inputs, values)
            for tag in family
            if tag.against_rest.verdict is Verdict.CLEAR
        ]
        if clear:
            yield Claim(today, "tag", (clear[0].value or 0) < 0)
            return


def gap_claims(life: Life, arrays: Arrays, years: int) -> Iterator[Claim]:
    """The gaps over all time, as of the day after the end of each window."""
    last = FIRST.replace(year=FIRST.year + years) - ONE_DAY
    inputs = life.inputs(ALL, last, listening=False)
    for window in range(window_of(FIRST, WINDOW) + 1, window_of(last, WINDOW) + 1):
        today = window * WINDOW
        known = inputs._replace(
            today=date.fromordinal(today), gaps=arrays.gaps_within(0, today - 1)
        )
        for figure in feedback_report.gaps(known).values():
            if figure.verdict is Verdict.CLEAR:
                yield Claim(known.today, "gap", (figure.value or 0) > 0)


def _windows_of(life: Life, customer: str) -> set[int]:
    """The windows that hold both the own days and the answers."""
    own = {window_of(row.day, WINDOW) for row in life.rows if customer in row.customers}
    theirs = {window_of(each.day, WINDOW) for each in life.feedback if each.customer == customer}
    return own & theirs


def kinds_by_year(found: Iterator[Claim], ignored: Mapping[str, object]) -> dict[int, set[str]]:
    """The kinds of claims that are read in each year."""
    by_year: dict[int, set[str]] = {}
    for claim in found:
        if claim.kind not in ignored:
            by_year.setdefault(claim.day.year, set()).add(claim.kind)
    return by_year
