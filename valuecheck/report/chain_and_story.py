"""Along the value chain and through time: who the work reaches, and one customer's story."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from valuecheck.core.days import ONE_DAY, week_of
from valuecheck.core.scales import SCALES
from valuecheck.report.feedback_model import Line, Payer, Reach, Story, Stretch
from valuecheck.report.figure import Figure
from valuecheck.stats.day_values import day_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from valuecheck.report.inputs import ReportInputs

    Unit = Literal["day", "week", "month"]
    Rating = tuple[date, float, int]

YOU = "you"
DAYS_BY_DAY = 31
DAYS_BY_WEEK = 378
# A longer time without a rating is left out of the story.
EMPTY_DAYS = 366


def reach(inputs: ReportInputs) -> Reach | None:
    """Return where the recorded days' work ends; None where there is no value chain."""
    if not any(map(inputs.chain.is_placed, inputs.chain.customers)):
        return None
    named: dict[date, set[str]] = {}
    for row in inputs.check_ins:
        named.setdefault(row.day, set()).update(row.customers)
    kinds: Counter[str] = Counter()
    payers: Counter[str] = Counter()
    for names in named.values():
        reached = frozenset[str]().union(*map(inputs.chain.payers, names))
        payers.update(reached)
        kinds["reaching" if reached else "nowhere" if names else "unnamed"] += 1
    return Reach(
        reaching=_days(kinds["reaching"], len(named)),
        nowhere=_days(kinds["nowhere"], len(named)),
        unnamed=_days(kinds["unnamed"], len(named)),
        payers=tuple(
            Payer(name=name, days=days)
            for name, days in sorted(payers.items(), key=lambda item: (-item[1], item[0]))
        ),
    )


def story(inputs: ReportInputs) -> Story | None:
    """The story of the only customer that the report is about; None if there is no such one."""
    if not inputs.single_customer or not inputs.pairs:
        return None
    own = day_values((row.day, row.score) for row in inputs.check_ins)
    ratings: dict[str, list[Rating]] = {}
    if own:
        ratings[YOU] = [(day, value, 1) for day, value in own.items()]
    for pair in inputs.pairs:
        piece = pair.feedback
        ratings.setdefault(piece.scale, []).append((piece.day, piece.score, piece.pieces))
    days = sorted({day for of in ratings.values() for day, _, _ in of})
    unit = _unit(days)
    labels = [*_labels(days, unit)]
    return Story(
        customer=inputs.filters.customers[0],
        unit=unit,
        lines=tuple(
            Line(of=of, stretches=_stretches(ratings[of], labels, unit))
            for of in (YOU, *SCALES)
            if of in ratings
        ),
    )


def _days(count: int, n: int) -> Figure:
    return Figure(method="value chain", value=count / n if n else None, n=n, count=count)


def _unit(days: Sequence[date]) -> Unit:
    length = (days[-1] - days[0]).days + 1
    return "day" if length <= DAYS_BY_DAY else "week" if length <= DAYS_BY_WEEK else "month"


def _label(day: date, unit: Unit) -> str:
    if unit == "week":
        return week_of(day)
    return day.isoformat() if unit == "day" else day.isoformat()[:7]


def _labels(days: Sequence[date], unit: Unit) -> Iterator[str]:
    """The stretches from the first day to the last, but for the inside of empty years."""
    at = before = days[0]
    shown = ""
    for day in days:
        if (day - before).days > EMPTY_DAYS:
            at = day
        while at <= day:
            label = _label(at, unit)
            if label != shown:
                yield label
            shown = label
            at += ONE_DAY
        before = day


def _stretches(ratings: Iterable[Rating], labels: Iterable[str], unit: Unit) -> tuple[Stretch, ...]:
    totals: Counter[str] = Counter()
    sums: dict[str, float] = {}
    for day, rating, pieces in ratings:
        label = _label(day, unit)
        totals[label] += pieces
        sums[label] = sums.get(label, 0.0) + rating * pieces
    return tuple(
        Stretch(label, totals[label], sums[label] / totals[label] if totals[label] else None)
        for label in labels
    )
