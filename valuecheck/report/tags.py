"""Kinds of work and customers: on how many days, how these were, and what may be claimed."""

from __future__ import annotations

from collections import Counter
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.report import budget, figures
from valuecheck.report.differences import DAYS_PER_SIDE, difference_of, judge
from valuecheck.report.model import Tag
from valuecheck.stats import autocorrelation, intervals, ranks, sequential, shrinkage
from valuecheck.stats.day_values import day_values, mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from valuecheck.report.figure import Figure
    from valuecheck.report.inputs import ReportInputs

    Values = Mapping[date, float]

CLOSED = "Mann–Whitney with Holm"
AT_ANY_LOOK = "Mann–Whitney at any look"


class Tagged(NamedTuple):
    """A tag with its sigil, the values of the days of its own check-ins, and their scores."""

    name: str
    days: Values
    scores: Counter[int]


class Tested(NamedTuple):
    """A tag's days against the others: since `began` there are days enough on both sides."""

    difference: Figure
    found: ranks.Difference
    began: date
    effective_days: float


def tags(inputs: ReportInputs, values: Values) -> tuple[tuple[Tag, ...], tuple[Tag, ...]]:
    """Kinds and customers, each by days and then by name; `values` are those of all days."""
    tagged = _tagged(inputs)
    against = against_rest(inputs, tagged, values)
    kinds, customers = (
        [(each, figure) for each, figure in zip(tagged, against, strict=True) if each.name[0] == s]
        for s in (KIND, CUSTOMER)
    )
    return _family(kinds, values), _family(customers, values)


def against_rest(inputs: ReportInputs, tagged: Sequence[Tagged], values: Values) -> list[Figure]:
    """Each tag's days against the days without it, all tags being one family."""
    tested = [_tested(tag, values) for tag in tagged]
    if budget.judges_changes(inputs):
        return _closed(tested)
    if budget.judges_at_any_look(inputs):
        return _at_any_look(tested, tagged)
    return [
        each.difference.changed(p=None) if isinstance(each, Tested) else each for each in tested
    ]


def _closed(tested: Sequence[Tested | Figure]) -> list[Figure]:
    """Holm over all tags: one look, when the period is over."""
    chances = [each.found.p for each in tested if isinstance(each, Tested)]
    adjusted = iter(ranks.holm(chances))
    return [
        judge(each.difference, each.found, next(adjusted), budget.P_TAGS)
        if isinstance(each, Tested)
        else each
        for each in tested
    ]


def _at_any_look(tested: Sequence[Tested | Figure], tagged: Sequence[Tagged]) -> list[Figure]:
    """Each tag by a limit that holds at every look; tags share the chance as they begin."""
    began = sorted(
        (each.began, tag.name, number)
        for number, (each, tag) in enumerate(zip(tested, tagged, strict=True))
        if isinstance(each, Tested)
    )
    judged = [each.difference if isinstance(each, Tested) else each for each in tested]
    for place, (_, _, number) in enumerate(began, start=1):
        each = tested[number]
        if isinstance(each, Tested):
            alpha = sequential.alpha_of(place)
            p = sequential.p_at_any_look(each.found.z, each.effective_days, alpha)
            # Given on the scale of all tags together, so that one limit holds for each.
            p = min(1.0, p * sequential.ALPHA / alpha)
            figure = each.difference.changed(method=AT_ANY_LOOK)
            judged[number] = judge(figure, each.found, p, sequential.ALPHA)
    return judged


def _tagged(inputs: ReportInputs) -> list[Tagged]:
    # Many check-ins have the same tags.
    alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[tuple[date, int]]] = {}
    for row in inputs.check_ins:
        alike.setdefault((row.kinds, row.customers), []).append((row.day, row.score))
    scores: dict[str, list[tuple[date, int]]] = {}
    for (kinds, customers), of_both in alike.items():
        for name in (*(KIND + kind for kind in kinds), *(CUSTOMER + name for name in customers)):
            scores.setdefault(name, []).extend(of_both)
    return [
        Tagged(name, day_values(of_tag), Counter(score for _, score in of_tag))
        for name, of_tag in scores.items()
    ]


def _family(tagged: Sequence[tuple[Tagged, Figure]], values: Values) -> tuple[Tag, ...]:
    averages = [figures.tag_average([*tag.days.values()]) for tag, _ in tagged]
    drawn = _shrunk(averages, [*values.values()])
    found = [
        Tag(
            name=tag.name[1:],
            days=len(tag.days),
            counts={score: tag.scores[score] for score in range(1, 6)},
            average=average,
            shrunk=shrunk,
            against_rest=figure,
        )
        for (tag, figure), average, shrunk in zip(tagged, averages, drawn, strict=True)
    ]
    return tuple(sorted(found, key=lambda tag: (-tag.days, tag.name)))


def _shrunk(averages: Sequence[Figure], values: Sequence[float]) -> list[Figure]:
    """The averages drawn towards that of all days, as far as chance explains their distance."""
    known = [(figure.value, figure.n) for figure in averages if figure.value is not None]
    means, sizes = [value for value, _ in known], [n for _, n in known]
    drawn = iter(
        shrinkage.shrunk(means, sizes, intervals.standard_deviation(values) ** 2, mean(values))
        if known
        else ()
    )
    return [
        figure.changed(method="shrunk mean", value=next(drawn))
        if figure.value is not None
        else figure
        for figure in averages
    ]


def _tested(tag: Tagged, values: Values) -> Tested | Figure:
    days = tag.days
    tagged = [day in days for day in values]
    others = [day for day in values if day not in days]
    n = min(len(days), len(others))
    if n < DAYS_PER_SIDE:
        return figures.too_few(CLOSED, n, DAYS_PER_SIDE)
    with_tag, without = [*days.values()], [values[day] for day in others]
    # Days in order of time, each around the average of its own group.
    centres = mean(without), mean(with_tag)
    own = map(days.get, values, values.values())
    residuals = [*map(sub, own, map(centres.__getitem__, tagged))]
    factor = autocorrelation.contrast_factor(residuals, tagged)
    found = ranks.mann_whitney(with_tag, without, factor)
    return Tested(
        difference_of(CLOSED, with_tag, without, found.p),
        found,
        max([*side][DAYS_PER_SIDE - 1] for side in (days, others)),
        sequential.effective_days(len(with_tag), len(without)),
    )
