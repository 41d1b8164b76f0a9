"""The verdict of a trial in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from valuecheck.render.words import figures

if TYPE_CHECKING:
    from valuecheck.stats.trials import TrialResult

    Measure = Literal["score", "share", "kind", "customer"]


def verdict(result: TrialResult, measure: Measure, weeks: int) -> str:
    """The sentence on a trial of `weeks` weeks, beside as many before it, after its name.

    `measure` is what was declared: the days' score, the share of happy days, the share of days
    with a kind of work, or a customer's csat. Such as `3.9 in 4 weeks, 3.2 in the 4 before:
    clearly better; one such trial in twenty is chance.`
    """
    if result.average is None or result.before is None:
        return f"{_not_enough(result, measure)}."
    in_weeks = figures.counted(weeks, "week")
    both = f"{_value(result.average, measure)} in {in_weeks}"
    both += f", {_value(result.before, measure)} in the {weeks} before"
    if result.p is None:
        return f"{both}: {_not_enough(result, measure)}."
    if result.clear:
        return f"{both}: clearly {_way(result, measure)}; one such trial in twenty is chance."
    if result.detectable is None:
        return f"{both}: no clear change (none would have shown)."
    return f"{both}: no clear change (only about {_size(result, measure)} would have shown)."


def _way(result: TrialResult, measure: Measure) -> str:
    more = (result.average or 0.0) > (result.before or 0.0)
    if measure == "kind":
        return "more" if more else "fewer"
    return "better" if more else "worse"


def _value(average: float, measure: Measure) -> str:
    of_days = {"share": " of days happy", "kind": " of days"}
    return (
        f"{figures.percent(average)}{of_days[measure]}" if measure in of_days else f"{average:.1f}"
    )


def _size(result: TrialResult, measure: Measure) -> str:
    size = result.detectable or 0.0
    return f"{100 * size:.0f} points" if measure in {"share", "kind"} else f"{size:.1f}"


def _not_enough(result: TrialResult, measure: Measure) -> str:
    unit = "windows" if measure == "customer" else "days"
    return f"not enough {unit} ({result.n} of {result.needed})"
