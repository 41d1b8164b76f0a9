"""Trials of simulated users: how often chance is called clear, and how often a change is found.

VALUECHECK_SOAK sets the number of users in each cell: a few in a normal run, 1000 by hand
(`VALUECHECK_SOAK=1000 pytest tests/soak/test_chance_of_trials.py -s -n 0`). `-s` shows the
figures that .github/docs/statistics.md repeats.
"""

from __future__ import annotations

import os
from datetime import date, timedelta

import pytest

from tests.soak.people import PEOPLE, WINDOW, Life, life
from tests.soak.test_years import margin
from valuecheck.core.trial import Trial
from valuecheck.report.trials import compared_from, result_of

LIVES = int(os.environ.get("VALUECHECK_SOAK", "4"))
START = date(2024, 6, 3)
WEEKS = (4, 8)
# One in twenty, and what days that hang together add.
GOALS = {0.0: 0.06, 0.3: 0.10, 0.5: 0.12}


def is_clear(lived: Life, weeks: int, measure: str, *, again: bool = False) -> bool:
    """Return True if a trial from START on, or one that went on from it, is clear."""
    length = timedelta(weeks=weeks)
    start = START + length * again
    trial = Trial("", "", start, start + length - timedelta(days=1), measure, "")
    trial = trial._replace(went_on_from=START if again else None)
    first = compared_from(trial)
    rows = [row for row in lived.rows if first <= row.day <= trial.finish]
    return result_of(trial, rows, [], WINDOW).clear


@pytest.mark.parametrize("similarity", GOALS)
def test_a_trial_that_changes_nothing_is_seldom_clear(similarity: float) -> None:
    clear, repeated, count = 0, 0, 0
    for name in PEOPLE:
        for seed in range(LIVES):
            lived = life(name, similarity, seed, 1)
            for weeks in WEEKS:
                for measure in ("score", "share", "+a"):
                    found = is_clear(lived, weeks, measure)
                    count, clear = count + 1, clear + found
                    repeated += found and is_clear(lived, weeks, measure, again=True)
    print(f"r={similarity}  {clear / count:.1%} of {count:,} clear; {repeated} of {clear} again")
    # The measures of one user share the days.
    assert clear / count <= GOALS[similarity] + margin(GOALS[similarity], count // 3)


@pytest.mark.parametrize("similarity", GOALS)
def test_a_point_is_found_in_most_trials(similarity: float) -> None:
    for weeks in WEEKS:
        found = [
            is_clear(life(name, similarity, seed, 1, drop=1.0, since=START), weeks, "score")
            for name in ("content", "torn", "mostly 4")
            for seed in range(LIVES)
        ]
        share = sum(found) / len(found)
        print(f"r={similarity}  {weeks} weeks: a point less is clear in {share:.0%}")
        if similarity == 0.0:
            assert share >= 0.7 - margin(0.7, len(found))
