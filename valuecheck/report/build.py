"""Rows and a period become a Report."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Literal

from valuecheck.core.days import ONE_DAY, unit_period
from valuecheck.report import (
    budget,
    chain_and_story,
    differences,
    feedback,
    figures,
    rows,
    tags,
    verdicts,
    weeks,
    why,
)
from valuecheck.report.model import TOLD_DAY_BY_DAY, Day, Note, Report, Span, Wording
from valuecheck.stats import control_chart
from valuecheck.stats.day_values import day_values, longest_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from valuecheck.core.days import Period
    from valuecheck.core.records import Scored
    from valuecheck.report.inputs import Evidence
    from valuecheck.report.model import Comparison

    Values = Mapping[date, float]

CALENDAR_UNITS = ("month", "quarter", "year")
# A longer stretch without a check-in is not told day by day.
EMPTY_DAYS = 366


def build(evidence: Evidence) -> Report:
    """The report on `evidence`."""
    check_ins = evidence.check_ins
    values = day_values((row.day, row.score) for row in check_ins)
    series = [*values.values()]
    days = tuple(_days(evidence, values))
    expected = [*_expected(evidence, values)]
    settled = {day: value for day, value in values.items() if day not in evidence.settling}
    scores = Counter(row.score for row in check_ins)
    kinds, customers = tags.tags(evidence, values)
    judged = budget.judges_changes(evidence)
    worked = sorted({each.day.weekday() for each in days if each.workday})
    return Report(
        period=_span(evidence, values),
        today=evidence.today,
        since=evidence.first_day,
        filters=evidence.filters,
        coverage=figures.coverage(values.keys(), expected) if expected else None,
        bounds=figures.bounds([values[day] for day in expected if day in values], len(expected)),
        happy=figures.happy_share(series),
        counts={score: scores[score] for score in range(1, 6)},
        average=figures.average(series),
        days=days,
        kinds=kinds,
        customers=customers,
        notes=tuple(_notes(evidence, values, len(days))),
        filled_in_later=sum(row.filled_in_later for row in check_ins),
        wordings=_wordings(check_ins),
        longest_run=longest_run(expected, values.keys()),
        weeks=tuple(weeks.weeks(evidence, values)),
        band=weeks.band(evidence, values),
        rows=tuple(rows.rows(evidence, values)),
        excursions=tuple(
            why.of_excursion(each, evidence) for each in weeks.excursions(evidence, values)
        ),
        left_out=len(values) - len(settled),
        trend=verdicts.trend_of(settled) if judged else None,
        comparisons=tuple(
            why.of_comparison(each, evidence) for each in _comparisons(evidence, settled)
        ),
        weekdays=differences.weekdays(
            values, worked, judged=judged and evidence.period.unit == "year"
        ),
        reach=chain_and_story.reach(evidence),
        wants=_wants(evidence),
        voices=feedback.voices(evidence),
        story=chain_and_story.story(evidence),
        reached_days=evidence.reached_days,
    )


def _wants(evidence: Evidence) -> str | None:
    """Return what the one customer of a report wants."""
    if not evidence.single_customer:
        return None
    known = evidence.chain.customers.get(evidence.filters.customers[0])
    return known.wants or None if known else None


def _span(evidence: Evidence, values: Values) -> Span:
    period = evidence.period
    return Span(
        label=period.label,
        unit=period.unit,
        start=period.start,
        end=period.end,
        closed=weeks.closed(evidence, values),
    )


def _expected(evidence: Evidence, values: Values) -> Iterator[date]:
    """The workdays that coverage looks at; today is one of them once it is recorded."""
    first = evidence.first_day
    if evidence.filters or first is None:
        return
    first = max(first, evidence.period.start or first)
    for day in evidence.calendar.workdays(first, evidence.last_day):
        if day != evidence.today or day in values:
            yield day


def _days(evidence: Evidence, values: Values) -> Iterator[Day]:
    """The days of the period from the first check-in on, but for the inside of empty years."""
    began = min([day for day in (evidence.first_day, *[*values][:1]) if day], default=None)
    if began is None:
        return
    day = max(evidence.period.start or began, began)
    for end in (*values, evidence.last_day):
        if (end - day).days > EMPTY_DAYS:
            day = control_chart.monday_of(end)
        while day <= end:
            yield Day(
                day=day,
                value=values.get(day),
                workday=evidence.calendar.is_workday(day),
                off=day in evidence.calendar.days_off,
            )
            day += ONE_DAY


def _comparisons(evidence: Evidence, values: Values) -> Iterator[Comparison]:
    """The period against the one before, and a year's quarters each against theirs."""
    settled = {day: v for day, v in evidence.earlier.items() if day not in evidence.settling}
    known = {**settled, **values}
    first = min(known, default=None)
    for period in _closed_periods(evidence):
        if first and period.start and first < period.start:
            before = unit_period(period.unit, period.start - ONE_DAY)
            new, old = _within(known, period), _within(known, before)
            if new and old:
                judged = period.unit != "month" and not evidence.filters
                yield differences.comparison(period, new, before, old, judged=judged)


def _closed_periods(evidence: Evidence) -> Iterator[Period]:
    period = evidence.period
    if period.unit in CALENDAR_UNITS and evidence.closed:
        yield period
    if period.unit == "year" and period.start:
        quarters = [unit_period("quarter", period.start.replace(month=m)) for m in (1, 4, 7, 10)]
        yield from (q for q in quarters if q.end and q.end < evidence.today)


def _within(values: Values, period: Period) -> list[float]:
    first, last = period.start or date.min, period.end or date.max
    return [value for day, value in values.items() if first <= day <= last]


def _notes(evidence: Evidence, values: Values, days: int) -> Iterator[Note]:
    """Every check-in of a short stretch, else those with a note of the best and the worst day."""
    told = evidence.every_note or days <= TOLD_DAY_BY_DAY
    best, worst = (
        _only(values, max(values.values(), default=0)),
        _only(values, min(values.values(), default=0)),
    )
    for row in evidence.check_ins:
        if told or (row.note and row.day in {best, worst}):
            of: Literal["best", "worst", "day"] = (
                "best" if row.day == best else "worst" if row.day == worst else "day"
            )
            yield Note(day=row.day, score=row.score, note=row.note, of=of)


def _only(values: Values, wanted: float) -> date | None:
    """The day with this value, if it is the only one of several days."""
    found = [day for day, value in values.items() if value == wanted]
    return found[0] if len(found) == 1 < len(values) else None


def _wordings(check_ins: Iterable[Scored]) -> tuple[Wording, ...]:
    asked = Counter(row.question for row in check_ins)
    return tuple(Wording(question=text, check_ins=count) for text, count in asked.items())
