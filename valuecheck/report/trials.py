"""The days of a trial, and as many before it, as the values that judge it."""

from __future__ import annotations

import json
from datetime import date
from math import ceil, isfinite
from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.core.days import ONE_DAY
from valuecheck.stats.day_values import day_values, is_happy, mean
from valuecheck.stats.detectable import SCORES, YES_OR_NO
from valuecheck.stats.trials import CLUSTERS_A_SIDE, DAYS_A_SIDE, TrialResult, judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from valuecheck.core.records import FeedbackTally, Scored
    from valuecheck.core.trial import Trial

SCORE, SHARE, CSAT = "score", "share", "csat"
SHORTEST = 3


def result_of(
    trial: Trial, scored: Sequence[Scored], feedback: Iterable[FeedbackTally], window_days: int
) -> TrialResult:
    """Return the result of a trial from the check-ins and feedback from `compared_from` on.

    One value a day: its score, 1 or 0 for a happy day or for a day with the kind; of a customer
    the mean csat of each window of `window_days`. Customers go by the names that they have today.
    """
    is_customer = trial.measure.startswith(CUSTOMER)
    values = _windows(trial, feedback, window_days) if is_customer else _days(trial.measure, scored)
    needed = CLUSTERS_A_SIDE if is_customer else DAYS_A_SIDE
    steps: Sequence[float] = SCORES if is_customer or trial.measure == SCORE else YES_OR_NO
    during = [value for day, value in values.items() if trial.start <= day <= trial.finish]
    before = [value for day, value in values.items() if day < trial.first]
    return judge(during, before, needed, steps)


def compared_from(trial: Trial) -> date:
    """Return the first of as many days before a trial as it has itself.

    One that goes on has the days before the first one: its own weeks hold what is tried.
    """
    length = trial.finish - trial.start + ONE_DAY
    return trial.first - min(length, trial.first - date.min)


def fewest_weeks(measure: str, window_days: int) -> int:
    """Return the weeks that a trial needs at least to be judged by a measure."""
    if measure.startswith(CUSTOMER):
        return ceil(CLUSTERS_A_SIDE * window_days / 7)
    return SHORTEST


def stored(result: TrialResult) -> str:
    """Return a result as a trial keeps it."""
    return json.dumps(result._asdict())


def verdict_of(trial: Trial) -> TrialResult | None:
    """Return the result that a trial keeps; None where there is none that can be read."""
    try:
        found = TrialResult(**json.loads(trial.verdict))
        finite = all(isfinite(value) for value in found if value is not None)
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        return None
    whole = type(found.n) is type(found.needed) is int and type(found.clear) is bool
    return found if finite and whole else None


def as_json(trial: Trial) -> dict[str, Any]:
    """Return a trial for JSON, its verdict as an object, None until it is judged."""
    result = verdict_of(trial)
    return trial._asdict() | {
        "start": trial.start.isoformat(),
        "finish": trial.finish.isoformat(),
        "stopped": trial.stopped.isoformat() if trial.stopped else None,
        "went_on_from": trial.went_on_from.isoformat() if trial.went_on_from else None,
        "verdict": result._asdict() if result else None,
    }


def _days(measure: str, scored: Sequence[Scored]) -> Mapping[date, float]:
    if measure.startswith(KIND):
        tagged: dict[date, float] = {}
        for each in scored:
            has = float(measure[1:] in each.kinds)
            tagged[each.day] = max(has, tagged.get(each.day, 0.0))
        return tagged
    values = day_values((each.day, each.score) for each in scored)
    if measure == SHARE:
        return {day: float(is_happy(value)) for day, value in values.items()}
    return values


def _windows(
    trial: Trial, feedback: Iterable[FeedbackTally], window_days: int
) -> Mapping[date, float]:
    """Return the mean csat of each window, by its first day; one begins with the trial.

    Those before end where the first trial begins.
    """
    scores: dict[date, list[float]] = {}
    for each in sorted(feedback):
        if each.customer == trial.measure[1:] and each.scale == CSAT:
            begin = trial.start if each.day >= trial.start else trial.first
            since = begin.toordinal()
            since += (each.day.toordinal() - since) // window_days * window_days
            window = date.fromordinal(max(since, 1))
            scores.setdefault(window, []).extend([float(each.score)] * each.pieces)
    return {window: mean(values) for window, values in scores.items()}
