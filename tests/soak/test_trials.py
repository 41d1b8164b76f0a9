"""Trials of users whose days do not change: how often chance is called clear, and power.

VALUECHECK_SOAK and VALUECHECK_SEED as in `test_years.py`.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.soak.people import PEOPLE, WINDOW, Life, life
from tests.soak.test_years import DEPENDENCE, LIVES, SEEDS, margin
from valuecheck.core.trial import Trial
from valuecheck.report.trials import compared_from, result_of

START = date(2025, 3, 3)  # a Monday
# The weeks of a trial by what it is judged by; a customer needs six windows with answers a side.
MEASURES = {"score": 4, "share": 4, "+a": 4, "@singles": 26, "@monthly": 28}


def judged(measure: str, lived: Life, weeks: int) -> tuple[bool, bool] | None:
    """Return whether a trial from START on is clear, and worse; None with too few days."""
    trial = Trial("1", "less", START, START + timedelta(weeks=weeks, days=-1), measure, "")
    first = compared_from(trial)
    rows = [row for row in lived.rows if first <= row.day <= trial.finish]
    heard = [piece for piece in lived.feedback if first <= piece.day <= trial.finish]
    result = result_of(trial, rows, heard, WINDOW)
    if result.average is None or result.before is None or result.n < result.needed:
        return None
    return result.clear, result.average < result.before


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("name", PEOPLE)
def test_one_trial_in_twenty_at_most_is_chance(name: str, measure: str) -> None:
    shown = []
    for similarity in DEPENDENCE:
        looks = [
            judged(measure, life(name, similarity, 11_000 + seed), MEASURES[measure])
            for seed in SEEDS
        ]
        clear = [look[0] for look in looks if look]
        rate = sum(clear) / max(len(clear), 1)
        shown.append(f"{rate:.1%} of {len(clear)}")
        goal = 0.05 if similarity < 0.5 else 0.1
        assert rate <= goal + margin(goal, max(len(clear), 1))
    print(f"trials  {name:14} by {measure:9} ", "  ".join(shown))


@pytest.mark.parametrize("weeks", [4, 8, 12])
@pytest.mark.parametrize("points", [0.5, 1.0])
def test_a_trial_that_works_is_found(points: float, weeks: int) -> None:
    shown = []
    for name in ("content", "torn", "mostly 4"):
        changed = [
            judged("score", life(name, 0.3, 13_000 + seed, drop=points, since=START), weeks)
            for seed in SEEDS
        ]
        found = sum(look == (True, True) for look in changed)
        shown.append(f"{name} {found / LIVES:.0%}")
    print(f"trials  {points} lower for {weeks} weeks, AR .3: ", "  ".join(shown))
    assert found / LIVES >= 0.1 - margin(0.1, LIVES)
