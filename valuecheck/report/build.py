"""Rows and a period become a Report."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from valuecheck.insight.daily import day_values
from valuecheck.report import figures
from valuecheck.report.tree import TOLD_DAY_BY_DAY, Day, Note, Report, Span, Tag, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from valuecheck.days import Period
    from valuecheck.models import CheckIn, Filters
    from valuecheck.workdays import WorkCalendar


class Evidence(NamedTuple):
    """What a report is made of.

    `check_ins` are those within `period` that match `filters`, oldest first. `today` is the later
    of the logical day and the latest check-in's. `first_day` is the day of the first check-in
    ever that was not filled in later: coverage begins there.
    """

    period: Period
    filters: Filters
    check_ins: Sequence[CheckIn]
    calendar: WorkCalendar
    today: date
    first_day: date | None


def build(evidence: Evidence) -> Report:
    """The report on `evidence`."""
    values = day_values((row.day, row.score) for row in evidence.check_ins)
    expected = _expected(evidence, values)
    covered = figures.coverage(values.keys(), expected) if expected else None
    days = tuple(_days(evidence, values))
    scores = Counter(row.score for row in evidence.check_ins)
    return Report(
        period=_span(evidence),
        today=evidence.today,
        since=evidence.first_day,
        filters=evidence.filters,
        coverage=covered,
        bounds=figures.bounds([values[day] for day in expected if day in values], len(expected)),
        happy=figures.happy_share([*values.values()]),
        counts={score: scores[score] for score in range(1, 6)},
        average=figures.average([*values.values()]),
        days=days,
        kinds=_tags((row, row.kinds) for row in evidence.check_ins),
        customers=_tags((row, row.customers) for row in evidence.check_ins),
        notes=tuple(_notes(evidence.check_ins, values, len(days))),
        filled_in_later=sum(row.filled_in_later for row in evidence.check_ins),
        wordings=_wordings(evidence.check_ins),
    )


def _span(evidence: Evidence) -> Span:
    period = evidence.period
    closed = period.end is not None and period.end < evidence.today
    return Span(
        label=period.label, unit=period.unit, start=period.start, end=period.end, closed=closed
    )


def _last_day(evidence: Evidence) -> date:
    end = evidence.period.end
    return min(end, evidence.today) if end else evidence.today


def _expected(evidence: Evidence, values: Mapping[date, float]) -> list[date]:
    """The workdays that coverage looks at; today is one of them once it is recorded."""
    if evidence.filters or evidence.first_day is None:
        return []
    first = max(evidence.period.start or evidence.first_day, evidence.first_day)
    workdays = evidence.calendar.workdays(first, _last_day(evidence))
    return [day for day in workdays if day != evidence.today or day in values]


def _days(evidence: Evidence, values: Mapping[date, float]) -> Iterator[Day]:
    began = min([day for day in (evidence.first_day, *[*values][:1]) if day], default=None)
    if began is None:
        return
    day, last = max(evidence.period.start or began, began), _last_day(evidence)
    while day <= last:
        yield Day(
            day=day,
            value=values.get(day),
            workday=evidence.calendar.is_workday(day),
            off=day in evidence.calendar.days_off,
        )
        day += timedelta(days=1)


def _tags(tagged: Iterable[tuple[CheckIn, Sequence[str]]]) -> tuple[Tag, ...]:
    scores: dict[str, list[tuple[date, int]]] = {}
    for row, names in tagged:
        for name in names:
            scores.setdefault(name, []).append((row.day, row.score))
    tags = []
    for name, of_tag in scores.items():
        values = [*day_values(of_tag).values()]
        tags.append(Tag(name=name, days=len(values), average=figures.tag_average(values)))
    return tuple(sorted(tags, key=lambda tag: (-tag.days, tag.name)))


def _notes(check_ins: Sequence[CheckIn], values: Mapping[date, float], days: int) -> Iterator[Note]:
    if days <= TOLD_DAY_BY_DAY:
        for row in check_ins:
            yield Note(day=row.day, score=row.score, note=row.note, of="day")
        return
    noted = {row.day for row in check_ins if row.note}
    if not noted or len(set(values.values())) == 1:
        return
    # Among days alike, one that has a note to show, and the latest of these.
    best = max(values, key=lambda day: (values[day], day in noted, day))
    worst = max(values, key=lambda day: (-values[day], day in noted, day))
    for row in check_ins:
        if row.note and row.day in {best, worst}:
            of: Literal["best", "worst"] = "best" if row.day == best else "worst"
            yield Note(day=row.day, score=row.score, note=row.note, of=of)


def _wordings(check_ins: Iterable[CheckIn]) -> tuple[Wording, ...]:
    asked = Counter(row.question for row in check_ins)
    return tuple(Wording(question=text, check_ins=count) for text, count in asked.items())
