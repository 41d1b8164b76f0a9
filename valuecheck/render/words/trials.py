"""Trials in words: declaration, progress and verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.core.days import day_name
from valuecheck.core.text import visible
from valuecheck.render.words import figures
from valuecheck.report.trials import SCORE, SHARE, verdict_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from valuecheck.core.trial import Trial
    from valuecheck.stats.trials import TrialResult

    Measure = Literal["score", "share", "kind", "customer"]


def verdict(result: TrialResult, measure: Measure, weeks: int, *, goes_on: bool = False) -> str:
    """The sentence on a trial of `weeks` weeks, beside as many before it, after its name.

    `measure` is what was declared: the days' score, the share of happy days, the share of days
    with a kind of work, or a customer's csat. Such as `3.9 in 4 weeks, 3.2 in the 4 before:
    clearly better; one such trial in twenty is chance.` One that `goes_on` from another is
    compared with the weeks before that one.
    """
    if result.average is None or result.before is None:
        return f"{_not_enough(result, measure)}."
    in_weeks = figures.counted(weeks, "week")
    both = f"{_value(result.average, measure)} in {in_weeks}"
    both += f", {_value(result.before, measure)} in the {weeks} before{_what(goes_on=goes_on)}"
    if result.p is None:
        return f"{both}: {_not_enough(result, measure)}."
    if result.clear:
        return f"{both}: clearly {_way(result, measure)}; one such trial in twenty is chance."
    if result.detectable is None:
        return f"{both}: no clear change (none would have shown)."
    return f"{both}: no clear change (only about {_size(result, measure)} would have shown)."


def _what(*, goes_on: bool) -> str:
    return " it first began" if goes_on else ""


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


def declared(trial: Trial, today: date) -> Iterator[str]:
    """Say what was declared, and when and how it is judged."""
    first, last = day_name(trial.start, today), day_name(trial.finish, today)
    weeks = figures.counted(trial.weeks, "week")
    yield f"✓ Trial: {visible(trial.text)}, from {first} to {last}."
    before = f"the {weeks} before{_what(goes_on=trial.went_on_from is not None)}"
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


def ended(trial: Trial, shown: Callable[[str], str] = visible) -> str:
    """Such as `Trial no status meeting: 3.9 in 4 weeks, 3.2 in the 4 before: clearly better; …`."""
    result = verdict_of(trial)
    sentence = "judged, no figures kept."
    if result:
        goes_on = trial.went_on_from is not None
        sentence = verdict(result, _measure(trial), trial.weeks, goes_on=goes_on)
    return f"{' '.join(filter(None, ['Trial', shown(trial.text)]))}: {sentence}"


def _measure(trial: Trial) -> Measure:
    if trial.measure.startswith(KIND):
        return "kind"
    if trial.measure.startswith(CUSTOMER):
        return "customer"
    return "share" if trial.measure == SHARE else "score"
