"""Rows and a period become a Report."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Literal

from valuecheck.core.days import ONE_DAY, unit_period, week_of
from valuecheck.report import chain_and_story, differences, feedback, figures, verdicts
from valuecheck.report.model import TOLD_DAY_BY_DAY, Day, Note, Report, Span, Tag, Week, Wording
from valuecheck.stats import control_chart
from valuecheck.stats.day_values import day_values, longest_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from valuecheck.core.days import Period
    from valuecheck.core.records import Scored
    from valuecheck.report.figure import Figure
    from valuecheck.report.inputs import Evidence
    from valuecheck.report.model import Comparison

    Values = Mapping[date, float]

WEEKS_SHOWN = 12
CALENDAR_UNITS = ("month", "quarter", "year")


def build(evidence: Evidence) -> Report:
    """The report on `evidence`."""
    check_ins = evidence.check_ins
    values = day_values((row.day, row.score) for row in check_ins)
    series = [*values.values()]
    days = tuple(_days(evidence, values))
    expected = [*_expected(evidence, days)]
    own_weeks = control_chart.weekly(values)
    scores = Counter(row.score for row in check_ins)
    is_calendar = evidence.period.unit in CALENDAR_UNITS
    return Report(
        period=_span(evidence),
        today=evidence.today,
        since=evidence.first_day,
        filters=evidence.filters,
        coverage=figures.coverage(values.keys(), expected) if expected else None,
        bounds=figures.bounds([values[day] for day in expected if day in values], len(expected)),
        happy=figures.happy_share(series),
        counts={score: scores[score] for score in range(1, 6)},
        average=figures.average(series),
        days=days,
        kinds=_tags(((row, row.kinds) for row in check_ins), values),
        customers=_tags(((row, row.customers) for row in check_ins), values),
        notes=tuple(_notes(evidence, values, len(days))),
        filled_in_later=sum(row.filled_in_later for row in check_ins),
        wordings=_wordings(check_ins),
        longest_run=longest_run(expected, values.keys()),
        weeks=tuple(_weeks(evidence, values, own_weeks)),
        usual_range=_usual_range(evidence, own_weeks),
        run=_run(evidence, own_weeks),
        trend=verdicts.trend_of(values) if is_calendar and evidence.closed else None,
        comparisons=tuple(_comparisons(evidence, values)),
        weekdays=differences.weekdays(values, sorted({d.day.weekday() for d in days if d.workday})),
        reach=chain_and_story.reach(evidence),
        voices=feedback.voices(evidence),
        story=chain_and_story.story(evidence),
        reached_days=evidence.reached_days,
    )


def _span(evidence: Evidence) -> Span:
    period = evidence.period
    return Span(
        label=period.label,
        unit=period.unit,
        start=period.start,
        end=period.end,
        closed=evidence.closed,
    )


def _expected(evidence: Evidence, days: Iterable[Day]) -> Iterator[date]:
    """The workdays that coverage looks at; today is one of them once it is recorded."""
    first = evidence.first_day
    if evidence.filters or first is None:
        return
    for day in days:
        due = day.day != evidence.today or day.value is not None
        if day.workday and due and day.day >= first:
            yield day.day


def _days(evidence: Evidence, values: Values) -> Iterator[Day]:
    began = min([day for day in (evidence.first_day, *[*values][:1]) if day], default=None)
    if began is None:
        return
    day = max(evidence.period.start or began, began)
    while day <= evidence.last_day:
        yield Day(
            day=day,
            value=values.get(day),
            workday=evidence.calendar.is_workday(day),
            off=day in evidence.calendar.days_off,
        )
        day += ONE_DAY


def _tags(tagged: Iterable[tuple[Scored, Sequence[str]]], values: Values) -> tuple[Tag, ...]:
    scores: dict[str, list[tuple[date, int]]] = {}
    for row, names in tagged:
        for name in names:
            scores.setdefault(name, []).append((row.day, row.score))
    by_name = {name: day_values(of_tag) for name, of_tag in scores.items()}
    against = differences.tags_against_rest([*by_name.values()], values)
    tags = [
        Tag(
            name=name,
            days=len(days),
            average=figures.tag_average([*days.values()]),
            against_rest=figure,
        )
        for (name, days), figure in zip(by_name.items(), against, strict=True)
    ]
    return tuple(sorted(tags, key=lambda tag: (-tag.days, tag.name)))


def _averages(found: Iterable[control_chart.Week]) -> list[float]:
    return [week.average for week in found if week.average is not None]


def _weeks(evidence: Evidence, values: Values, own: Sequence[control_chart.Week]) -> Iterator[Week]:
    if evidence.period.unit == "week":
        own = control_chart.weekly({**evidence.earlier, **values})[-WEEKS_SHOWN:]
    for week in own:
        yield Week(week=week_of(week.monday), days=week.days, average=week.average)


def _usual_range(evidence: Evidence, own: Sequence[control_chart.Week]) -> Figure | None:
    if evidence.period.unit == "day":
        return None
    if evidence.period.unit != "week":
        return verdicts.usual_range(_averages(own), None)
    judged = _averages(own)
    if not judged:
        return figures.too_few("XmR", sum(week.days for week in own), control_chart.DAYS_NEEDED)
    return verdicts.usual_range(_averages(control_chart.weekly(evidence.earlier)), judged[0])


def _run(evidence: Evidence, own: Sequence[control_chart.Week]) -> Figure | None:
    judged = _averages(own)
    if evidence.period.unit != "week" or not judged:
        return None
    return verdicts.run_of_weeks(_averages(control_chart.weekly(evidence.earlier)), judged[0])


def _comparisons(evidence: Evidence, values: Values) -> Iterator[Comparison]:
    """The period against the one before, and a year's quarters each against theirs."""
    known = {**evidence.earlier, **values}
    first = min(known, default=None)
    for period in _closed_periods(evidence):
        if first and period.start and first < period.start:
            before = unit_period(period.unit, period.start - ONE_DAY)
            new, old = _within(known, period), _within(known, before)
            if new and old:
                yield differences.comparison(period, new, before, old)


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
    best, worst = _extremes(evidence.check_ins, values)
    for row in evidence.check_ins:
        if told or (row.note and row.day in {best, worst}):
            of: Literal["best", "worst", "day"] = (
                "best" if row.day == best else "worst" if row.day == worst else "day"
            )
            yield Note(day=row.day, score=row.score, note=row.note, of=of)


def _extremes(check_ins: Sequence[Scored], values: Values) -> tuple[date | None, date | None]:
    if len(set(values.values())) < 2:
        return None, None
    # Among days alike, one that has a note to show, and the latest of these.
    noted = {row.day for row in check_ins if row.note}
    best = max(values, key=lambda day: (values[day], day in noted, day))
    worst = max(values, key=lambda day: (-values[day], day in noted, day))
    return best, worst


def _wordings(check_ins: Iterable[Scored]) -> tuple[Wording, ...]:
    asked = Counter(row.question for row in check_ins)
    return tuple(Wording(question=text, check_ins=count) for text, count in asked.items())
