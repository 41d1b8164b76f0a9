"""Trials in words: declaration, progress and verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.core.days import day_name
from valuecheck.core.text import counted, visible
from valuecheck.render.words import figures
from valuecheck.report.trials import SCORE, SHARE, verdict_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from valuecheck.core.trial import Trial
    from valuecheck.stats.trials import TrialResult


def verdict(
    result: TrialResult,
    measure: str,
    weeks: int,
    *,
    goes_on: bool = False,
    shown: Callable[[str], str] = visible,
) -> str:
    """The sentence on a trial of `weeks` weeks, beside as many before it, after its name.

    `measure` is what was declared, such as `score` or `+meeting`; `shown` makes it harmless. Such
    as `3.9 in 4 weeks, 3.2 in the 4 before: clearly better; one such trial in twenty is chance.`
    One that `goes_on` from another is compared with the weeks before that one.
    """
    if result.average is None or result.before is None:
        return f"{_not_enough(result, measure)}."
    both = f"{_figure(result.average, measure, shown)} in {counted(weeks, 'week')}"
    both += f", {_number(result.before, measure)} in {_before(str(weeks), goes_on=goes_on)}"
    if result.p is None:
        return f"{both}: {_not_enough(result, measure)}."
    if result.clear:
        return f"{both}: clearly {_way(result, measure)}; one such trial in twenty is chance."
    if result.detectable is None:
        return f"{both}: no clear change (no fall could have shown)."
    return f"{both}: no clear change (only about {_size(result, measure)} would have shown)."


def _before(weeks: str, *, goes_on: bool) -> str:
    return f"the {weeks} before{' it first began' if goes_on else ''}"


def _is_share(measure: str) -> bool:
    return measure == SHARE or measure.startswith(KIND)


def _figure(average: float, measure: str, shown: Callable[[str], str]) -> str:
    """The figure with what it is of, as it stands first."""
    number = _number(average, measure)
    if measure.startswith(KIND):
        return f"{number} of days with {shown(measure)}"
    if measure.startswith(CUSTOMER):
        return f"{shown(measure)} csat {number}"
    return f"{number} of days happy" if measure == SHARE else number


def _number(average: float, measure: str) -> str:
    return figures.percent(average) if _is_share(measure) else f"{average:.1f}"


def _way(result: TrialResult, measure: str) -> str:
    more = (result.average or 0.0) > (result.before or 0.0)
    if measure.startswith(KIND):
        return "more" if more else "fewer"
    return "better" if more else "worse"


def _size(result: TrialResult, measure: str) -> str:
    size = result.detectable or 0.0
    return f"{100 * size:.0f} points" if _is_share(measure) else f"{size:.1f}"


def _not_enough(result: TrialResult, measure: str) -> str:
    unit = "windows" if measure.startswith(CUSTOMER) else "days"
    return f"not enough {unit} ({result.n} of {result.needed})"


def declared(trial: Trial, today: date) -> Iterator[str]:
    """Say what was declared, and when and how it is judged."""
    first, last = day_name(trial.start, today), day_name(trial.finish, today)
    yield f"✓ Trial: {visible(trial.text)}, from {first} to {last}."
    weeks = counted(trial.weeks, "week")
    before = _before(weeks, goes_on=trial.went_on_from is not None)
    yield f"Judged once, after that, by {measured(trial)}, against {before}."


def stopped(trial: Trial) -> str:
    """Such as `✓ Stopped: no status meeting. It gets no verdict.`."""
    return f"✓ Stopped: {visible(trial.text)}. It gets no verdict."


def decided(again: Trial | None, decision: str, today: date) -> Iterator[str]:
    """Say what follows after a trial."""
    if again is not None:
        yield from declared(again, today)
    else:
        yield "✓ Kept." if decision == "keep" else "✓ Ended."


def measured(trial: Trial, shown: Callable[[str], str] = visible) -> str:
    """Such as `the days' score`, `days with +meeting`; `shown` makes a tag harmless."""
    if trial.measure.startswith(KIND):
        return f"days with {shown(trial.measure)}"
    if trial.measure.startswith(CUSTOMER):
        return f"the csat of {shown(trial.measure)}"
    return {SCORE: "the days' score", SHARE: "the share of happy days"}.get(
        trial.measure, shown(trial.measure)
    )


def ended(
    trial: Trial, shown: Callable[[str], str] = visible, typed: Callable[[str], str] = visible
) -> str:
    """Such as `Trial no status meeting: 3.9 in 4 weeks, 3.2 in the 4 before: clearly better; …`.

    `shown` makes the user's own words harmless, `typed` a tag.
    """
    result = verdict_of(trial)
    sentence = "judged, no figures kept."
    if result:
        goes_on = trial.went_on_from is not None
        sentence = verdict(result, trial.measure, trial.weeks, goes_on=goes_on, shown=typed)
    return f"{' '.join(filter(None, ['Trial', shown(trial.text)]))}: {sentence}"
