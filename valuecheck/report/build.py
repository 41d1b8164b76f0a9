"""Rows and a period become a Report."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Literal

from valuecheck.core.days import ONE_DAY, monday_of
from valuecheck.core.periods import unit_period
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
from valuecheck.report.model import LISTED_DAYS, Day, Note, Report, Span, Wording
from valuecheck.stats.day_values import day_values, longest_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set

    from valuecheck.core.periods import Period
    from valuecheck.core.records import Scored
    from valuecheck.report.inputs import ReportInputs
    from valuecheck.report.model import Comparison

    Values = Mapping[date, float]

CALENDAR_UNITS = ("month", "quarter", "year")


def build(inputs: ReportInputs) -> Report:
    """The report on `inputs`."""
    check_ins = inputs.check_ins
    values = day_values((row.day, row.score) for row in check_ins)
    series = [*values.values()]
    workdays = [*_workdays(inputs, values)]
    days = tuple(_days(inputs, values, {*workdays}))
    expected = [*_expected(inputs, values, workdays)]
    scores = Counter(row.score for row in check_ins)
    kinds, customers = tags.tags(inputs, values)
    closed_weeks = weeks.closed_weeks(inputs, values)
    judged = budget.judges_changes(inputs)
    worked = sorted({*map(date.weekday, workdays)})
    return Report(
        period=_span(inputs, values),
        today=inputs.today,
        since=inputs.first_day,
        filters=inputs.filters,
        coverage=figures.coverage(values.keys(), expected) if expected else None,
        bounds=figures.bounds([values[day] for day in expected if day in values], len(expected)),
        happy=figures.happy_share(series),
        counts={score: scores[score] for score in range(1, 6)},
        average=figures.average(series),
        days=days,
        kinds=kinds,
        customers=customers,
        notes=tuple(_notes(inputs, values, len(days))),
        filled_in_later=sum(row.filled_in_later for row in check_ins),
        wordings=_wordings(check_ins),
        longest_run=longest_run(expected, values.keys()),
        weeks=tuple(weeks.weeks(inputs, values)),
        usual_range=None,
        run=None,
        band=weeks.band(inputs, values, closed_weeks),
        rows=tuple(rows.rows(inputs, values)),
        excursions=tuple(
            why.of_excursion(each, inputs) for each in weeks.excursions(inputs, closed_weeks)
        ),
        left_out=sum(day in values for day in inputs.settling),
        trend=verdicts.trend_of(inputs.settled(values)) if judged else None,
        comparisons=tuple(why.of_comparison(each, inputs) for each in _comparisons(inputs, values)),
        weekdays=differences.weekdays(
            values, worked, judged=judged and inputs.period.unit == "year"
        ),
        reach=chain_and_story.reach(inputs),
        wants=_wants(inputs),
        feedback=feedback.summary(inputs),
        story=chain_and_story.story(inputs),
        reached_days=inputs.reached_days,
        unheard=tuple(inputs.unheard),
    )


def _wants(inputs: ReportInputs) -> str | None:
    """Return what the one customer of a report wants."""
    if not inputs.single_customer:
        return None
    known = inputs.chain.customers.get(inputs.filters.customers[0])
    return known.wants or None if known else None


def _span(inputs: ReportInputs, values: Values) -> Span:
    period = inputs.period
    return Span(
        label=period.label,
        unit=period.unit,
        start=period.start,
        end=period.end,
        closed=weeks.closed(inputs, values),
    )


def _workdays(inputs: ReportInputs, values: Values) -> Iterator[date]:
    """The workdays of the period from the first check-in on."""
    first = _first_day(inputs, values)
    return inputs.calendar.workdays(first, inputs.last_day) if first else iter(())


def _expected(inputs: ReportInputs, values: Values, workdays: Iterable[date]) -> Iterator[date]:
    """The `workdays` that coverage looks at; today is one of them once it is recorded."""
    first = inputs.first_day
    if inputs.filters or first is None:
        return
    for day in workdays:
        if day >= first and (day != inputs.today or day in values):
            yield day


def _days(inputs: ReportInputs, values: Values, workdays: Set[date]) -> Iterator[Day]:
    shown = [*_shown(inputs, values)]
    is_workday, is_off = workdays.__contains__, inputs.calendar.days_off.__contains__
    return map(Day, shown, map(values.get, shown), map(is_workday, shown), map(is_off, shown))


def _shown(inputs: ReportInputs, values: Values) -> Iterator[date]:
    """The days of the period from the first check-in on, but for the inside of empty years."""
    day = _first_day(inputs, values)
    if day is None:
        return
    for end in (*values, inputs.last_day):
        if (end - day).days > chain_and_story.EMPTY_DAYS:
            day = monday_of(end)
        while day <= end:
            yield day
            day += ONE_DAY


def _first_day(inputs: ReportInputs, values: Values) -> date | None:
    """The first day of the period from the first check-in on; None where there is none."""
    began = min(filter(None, (inputs.first_day, next(iter(values), None))), default=None)
    return began and max(inputs.period.start or began, began)


def _comparisons(inputs: ReportInputs, values: Values) -> Iterator[Comparison]:
    """The period against the one before, and a year's quarters each against theirs."""
    periods = [*_closed_periods(inputs)]
    known = inputs.settled({**inputs.earlier, **values}) if periods else {}
    first = min(known, default=None)
    for period in periods:
        if first and period.start and first < period.start:
            before = unit_period(period.unit, period.start - ONE_DAY)
            new, old = _within(known, period), _within(known, before)
            if new and old:
                judged = period.unit != "month" and not inputs.filters
                yield differences.comparison(period, new, before, old, judged=judged)


def _closed_periods(inputs: ReportInputs) -> Iterator[Period]:
    period = inputs.period
    if period.unit in CALENDAR_UNITS and inputs.closed:
        yield period
    if period.unit == "year" and period.start:
        quarters = [unit_period("quarter", period.start.replace(month=m)) for m in (1, 4, 7, 10)]
        yield from (q for q in quarters if q.end and q.end < inputs.today)


def _within(values: Values, period: Period) -> list[float]:
    first, last = period.start or date.min, period.end or date.max
    return [value for day, value in values.items() if first <= day <= last]


def _notes(inputs: ReportInputs, values: Values, days: int) -> Iterator[Note]:
    """Every check-in of a short stretch, else those with a note of the best and the worst day."""
    every = inputs.every_note or days <= LISTED_DAYS
    best, worst = (
        _only(values, max(values.values(), default=0)),
        _only(values, min(values.values(), default=0)),
    )
    for row in inputs.check_ins:
        if every or (row.note and row.day in {best, worst}):
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
