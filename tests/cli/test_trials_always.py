"""Whatever happens around a trial: declared before it starts, judged once, on closed data."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from itertools import count
from statistics import mean
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.test_trials import on
from tests.stored import rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

    Answers = dict[date, tuple[int, bool]]

MONDAY = date(2026, 9, 7)
DAY = timedelta(days=1)
few = settings(
    max_examples=int(os.environ.get("VALUECHECK_EXAMPLES", "8")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)


class Life(NamedTuple):
    """Answers and tags of some weeks, and a trial of `weeks` in them by one of the measures."""

    weeks: int
    measure: str
    answers: Answers

    @property
    def start(self) -> date:
        return MONDAY + timedelta(weeks=self.weeks)

    @property
    def finish(self) -> date:
        return self.start + timedelta(weeks=self.weeks) - DAY


@st.composite
def lives(draw: st.DrawFn) -> Life:
    weeks = draw(st.integers(3, 4))
    each = st.one_of(st.none(), st.tuples(st.integers(1, 5), st.booleans()))
    days = [MONDAY + DAY * number for number in range(14 * weeks)]
    drawn = draw(st.lists(each, min_size=len(days), max_size=len(days)))
    found = {day: answer for day, answer in zip(days, drawn, strict=True) if answer}
    return Life(weeks, draw(st.sampled_from(["score", "share", "+meeting"])), found)


class Here(NamedTuple):
    """A home of one example."""

    run: Run
    home: Path

    def __call__(self, *words: str, day: date) -> None:
        done = self.run(*words, now=on(day))
        assert done.code == 0, done.err

    def answered(self, answers: Answers, day: date) -> None:
        """Bring in answers that were given on their days."""
        lines = [
            f"{each},{each}T12:00:00+01:00,{score},{'+meeting' * tagged}"
            for each, (score, tagged) in answers.items()
        ]
        file = self.home.with_suffix(".csv")
        file.write_text("\n".join(["day,at,score,note", *lines]), encoding="utf-8")
        if lines:
            self("import", str(file), day=day)


@pytest.fixture
def fresh(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Here]:
    """A new home for each example."""
    homes = count()

    def made() -> Here:
        home = tmp_path / f"home-{next(homes)}"
        monkeypatch.setenv("VALUECHECK_HOME", str(home))
        return Here(run, home)

    return made


def values(life: Life, first: date, last: date) -> list[float]:
    """One value a day, reckoned anew: without the first five answers, which are never judged."""
    kept = sorted(life.answers.items())[5:]
    found = [answer for day, answer in kept if first <= day <= last]
    if life.measure == "+meeting":
        return [float(tagged) for _, tagged in found]
    return [float(score >= 4 if life.measure == "share" else score) for score, _ in found]


@few
@given(lives(), st.data())
def test_it_is_judged_once_by_what_is_closed(
    fresh: Callable[[], Here], life: Life, data: st.DataObject
) -> None:
    here = fresh()
    here.answered({d: a for d, a in life.answers.items() if d < life.start}, life.start)
    here("try", "tidy desk", "--for", f"{life.weeks}w", "--by", life.measure, day=life.start)
    here.answered({d: a for d, a in life.answers.items() if d >= life.start}, life.finish)
    stored = "SELECT start, finish, verdict FROM trials WHERE NOT deleted"
    declared = (life.start.isoformat(), life.finish.isoformat())
    for day in sorted(data.draw(st.lists(st.dates(life.start, life.finish), max_size=2))):
        here(data.draw(st.sampled_from(["try", "review", "status"])), day=day)
    assert rows(here.home, stored) == [(*declared, "")]
    after = life.finish + DAY * data.draw(st.integers(1, 9))
    here(data.draw(st.sampled_from(["try", "review"])), day=after)
    ((*kept_days, verdict),) = rows(here.home, stored)
    found = json.loads(verdict)
    during = values(life, life.start, life.finish)
    before = values(life, MONDAY, life.start - DAY)
    assert tuple(kept_days) == declared
    assert found["n"] == min(len(during), len(before))
    assert found["average"] == pytest.approx(mean(during) if during else None)
    assert found["before"] == pytest.approx(mean(before) if before else None)
    assert (found["p"] is None) == (found["n"] < 10)
    for _ in range(data.draw(st.integers(1, 4))):
        filled = data.draw(st.dates(MONDAY, life.finish)).isoformat()
        line = data.draw(
            st.sampled_from(
                (
                    f"ask --day {filled} 1 +meeting",
                    "ask 5",
                    "edit last 2",
                    "undo --yes",
                    "config pair_window_days 7",
                    "try",
                    "review",
                )
            )
        )
        # Where nothing is left to edit or to undo, that is an error of the user's.
        assert here.run(*line.split(), now=on(after)).code in (0, 2, 3)
        after += DAY * data.draw(st.integers(0, 20))
    assert rows(here.home, stored) == [(*declared, verdict)]


@few
@given(st.integers(-3, 40), st.booleans(), st.sampled_from(["score", "share", "+meeting"]))
def test_it_is_declared_before_anything_of_it_is_known(
    fresh: Callable[[], Here], offset: int, is_answered: bool, measure: str
) -> None:
    here = fresh()
    here("ask", "--day", (MONDAY - DAY).isoformat(), "3", day=MONDAY)
    if is_answered:
        here("ask", "4", day=MONDAY)
    start = MONDAY + DAY * offset
    done = here.run("try", "x", "--by", measure, "--from", start.isoformat(), now=on(MONDAY))
    assert (done.code == 0) == (start > MONDAY or (start == MONDAY and not is_answered))
    known = "SELECT count(*) FROM trials JOIN check_ins ON check_ins.day >= trials.start"
    assert rows(here.home, known) == [(0,)]
    if done.code:
        here("try", "x", "--by", measure, day=MONDAY)
        (first,) = rows(here.home, "SELECT start FROM trials")[0]
        assert first == (MONDAY + DAY * is_answered).isoformat()
        assert rows(here.home, known) == [(0,)]


SAME = {"share": "score", "@store": "@retail"}
measures = st.sampled_from(["score", "share", "+meeting", "+desk", "@retail", "@store", "@search"])


@few
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(12, 20), measures), max_size=4))
def test_only_what_is_judged_by_the_same_thing_at_the_same_time_is_refused(
    fresh: Callable[[], Here], wanted: list[tuple[int, int, str]]
) -> None:
    here = fresh()
    here("customer", "add", "store", day=MONDAY)
    here("customer", "rename", "store", "retail", day=MONDAY)
    taken: list[tuple[date, date, str]] = []
    for offset, weeks, measure in wanted:
        start = MONDAY + DAY * offset
        finish = start + timedelta(weeks=weeks) - DAY
        thing = SAME.get(measure, measure)
        overlaps = any(s <= finish and f >= start and thing == t for s, f, t in taken)
        line = ("try", "x", "--for", f"{weeks}w", "--by", measure, "--from", start.isoformat())
        done = here.run(*line, now=on(MONDAY))
        assert (done.code == 0) != overlaps, done.err
        if overlaps:
            assert "is judged by the same thing until" in done.err
        else:
            taken.append((start, finish, thing))
    assert rows(here.home, "SELECT count(*) FROM trials") == [(len(taken),)]
