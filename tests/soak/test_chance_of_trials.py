"""Trials of simulated users: how often chance is called clear, and how often a change is found.

VALUECHECK_SOAK sets the number of users in each cell: a few in a normal run, 400 by hand
(`VALUECHECK_SOAK=400 pytest tests/soak/test_chance_of_trials.py -s -n 0`); VALUECHECK_SEED makes
other users. `-s` shows the figures that .github/docs/statistics.md repeats.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.soak.people import PEOPLE, WINDOW, Life, life
from tests.soak.test_years import SEEDS, margin
from valuecheck.core.trial import Trial
from valuecheck.report.trials import compared_from, result_of

START = date(2025, 3, 3)  # a Monday
# The weeks of a trial by what judges it; a customer needs six windows with answers a side.
TRIALS = (
    (4, "score"),
    (8, "score"),
    (4, "share"),
    (4, "+a"),
    (26, "@singles"),
    (28, "@monthly"),
)
# One in twenty, and what days that resemble each other strongly add.
GOALS = {0.0: 0.05, 0.3: 0.05, 0.5: 0.08}


def is_clear(lived: Life, weeks: int, measure: str, *, again: bool = False) -> bool:
    """Return True if a trial from START on, or one that went on from it, is clear."""
    length = timedelta(weeks=weeks)
    start = START + length * again
    trial = Trial("", "", start, start + length - timedelta(days=1), measure, "")
    trial = trial._replace(went_on_from=START if again else None)
    first = compared_from(trial)
    rows = [row for row in lived.rows if first <= row.day <= trial.finish]
    feedback = [piece for piece in lived.feedback if first <= piece.day <= trial.finish]
    return result_of(trial, rows, feedback, WINDOW).clear


@pytest.mark.parametrize("similarity", GOALS)
def test_a_trial_that_changes_nothing_is_seldom_clear(similarity: float) -> None:
    for weeks, measure in TRIALS:
        clear, repeated, count = 0, 0, 0
        for name in PEOPLE:
            for seed in SEEDS:
                lived = life(name, similarity, 11_000 + seed)
                found = is_clear(lived, weeks, measure)
                count, clear = count + 1, clear + found
                repeated += found and is_clear(lived, weeks, measure, again=True)
        shown = f"{clear / count:.1%} of {count:,} clear; {repeated} of {clear} again"
        print(f"trials  r={similarity}  {weeks} weeks by {measure:9} {shown}")
        assert clear / count <= GOALS[similarity] + margin(GOALS[similarity], count)


@pytest.mark.parametrize("similarity", GOALS)
@pytest.mark.parametrize("drop", [0.5, 1.0])
def test_a_point_is_found_in_most_trials(similarity: float, drop: float) -> None:
    for weeks in (4, 8, 12):
        found = [
            is_clear(life(name, similarity, 13_000 + seed, drop=drop, since=START), weeks, "score")
            for name in ("content", "torn", "mostly 4")
            for seed in SEEDS
        ]
        share = sum(found) / len(found)
        print(f"trials  r={similarity}  {weeks} weeks: {drop} less is clear in {share:.0%}")
        if (similarity, drop) == (0.0, 1.0):
            assert share >= 0.6 - margin(0.6, len(found))
