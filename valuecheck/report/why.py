"""The tags beside a change: what its days hold more or less often than the days before.

Counts and averages to look at, never a test: what goes together need not be the cause.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.core.days import ONE_DAY
from valuecheck.core.periods import DateRange, days_of
from valuecheck.report.figure import Figure, Verdict
from valuecheck.report.model import Cause
from valuecheck.stats.day_values import day_values, mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from valuecheck.core.records import Scored
    from valuecheck.report.inputs import ReportInputs
    from valuecheck.report.model import Comparison, Excursion

MOST = 2
DAYS_NEEDED = 3
# How much more or less often a tag comes, as a share of days, and how far its days lie off.
LEAST_CHANGE, LEAST_EFFECT = 0.1, 0.3
# A tag that moves less than this part of what the first one moves is left out.
LEAST_PART = 0.5
SHORTEST_BEFORE = timedelta(weeks=4)


def of_excursion(excursion: Excursion, inputs: ReportInputs) -> Excursion:
    """`excursion` with the tags beside it: its weeks against as many before, at least four."""
    first = days_of(excursion.start).first
    last = days_of(excursion.end).last if excursion.end else inputs.last_day
    length = max(last - first + ONE_DAY, SHORTEST_BEFORE)
    found = _causes(inputs, DateRange(first, last), DateRange(first - length, first - ONE_DAY))
    better = excursion.direction == "up"
    return excursion._replace(causes=_same_way(found, better=better))


def of_comparison(comparison: Comparison, inputs: ReportInputs) -> Comparison:
    """`comparison` with the tags beside it, where its difference is clear."""
    value = comparison.difference.value
    if comparison.difference.verdict is not Verdict.CLEAR or value is None:
        return comparison
    new, old = (days_of(label) for label in (comparison.label, comparison.before))
    found = _causes(inputs, new, old)
    return comparison._replace(causes=_same_way(found, better=value > 0))


def _same_way(found: Iterable[tuple[float, Cause]], *, better: bool) -> tuple[Cause, ...]:
    """The tags that move the average the same way, those that move it most first.

    What comes more often explains more than what it displaces, so that goes first and alone.
    """
    moving = [(abs(moved), cause) for moved, cause in found if (moved > 0) == better]
    added = [each for each in moving if _comes_more_often(each[1])]
    chosen = sorted(added or moving, key=lambda each: (-each[0], each[1].tag))
    return tuple(cause for moved, cause in chosen[:MOST] if moved >= LEAST_PART * chosen[0][0])


def _comes_more_often(cause: Cause) -> bool:
    return cause.days * cause.of_before > cause.days_before * cause.of


def _causes(inputs: ReportInputs, new: DateRange, old: DateRange) -> Iterable[tuple[float, Cause]]:
    """Each tag that came clearly more or less often, with how far that moves the average."""
    known = [*inputs.before, *inputs.check_ins]
    now, before = _within(known, new), _within(known, old)
    values = day_values((row.day, row.score) for row in [*before, *now])
    recorded = len({row.day for row in now}), len({row.day for row in before})
    if not all(recorded):
        return
    level = mean([*values.values()])
    for sigil in (KIND, CUSTOMER):
        tags_before, tags_now = _tags(before, sigil), _tags(now, sigil)
        for name in tags_before.keys() | tags_now.keys():
            days_now, days_before = tags_now.get(name, {}), tags_before.get(name, {})
            change = len(days_now) / recorded[0] - len(days_before) / recorded[1]
            effect = mean([*days_now.values(), *days_before.values()]) - level
            enough = max(len(days_now), len(days_before)) >= DAYS_NEEDED
            if enough and abs(change) >= LEAST_CHANGE and abs(effect) >= LEAST_EFFECT:
                yield (
                    change * effect,
                    Cause(
                        tag=sigil + name,
                        days=len(days_now),
                        of=recorded[0],
                        days_before=len(days_before),
                        of_before=recorded[1],
                        average=_average([*(days_now or days_before).values()]),
                    ),
                )


def _average(values: Sequence[float]) -> Figure:
    return Figure(method="mean", value=mean(values), n=len(values))


def _tags(rows: Iterable[Scored], sigil: str) -> Mapping[str, Mapping[date, float]]:
    """For each tag the values of the days with it."""
    scores: dict[str, list[tuple[date, int]]] = {}
    for row in rows:
        for name in row.kinds if sigil == KIND else row.customers:
            scores.setdefault(name, []).append((row.day, row.score))
    return {name: day_values(of_tag) for name, of_tag in scores.items()}


def _within(rows: Iterable[Scored], span: DateRange) -> list[Scored]:
    return [row for row in rows if span.first <= row.day <= span.last]
