"""Sentences on a team's shared picture, the same in every format."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from valuecheck.core.text import counted, visible
from valuecheck.report.figure import Verdict
from valuecheck.report.team import price

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuecheck.report.figure import Figure
    from valuecheck.report.team import TeamReport

_SIZES = (8, 40, 200)
# Simulated over a year of linked connections at ε = 2; see the page on privacy.
_LEVEL_POINTS = 18


def percent(share: float) -> str:
    """Such as `65%`."""
    return f"{share:.0%}"


def points(share: float) -> str:
    """Such as `±46 points`."""
    number = 100 * share
    return f"±{number:.0f} points" if number >= 5 else f"±{number:.1f} points"


def what_leaves(team: str, place: str, min_people: int, epsilon: float | None) -> Iterator[str]:
    """Explain what joining means, a line each."""
    yield f"You are about to join the team {visible(team)}, {visible(place)}."
    yield ""
    yield "What leaves this machine: once a week, after the week is over, one bit."
    yield "It says whether one of your recorded days of that week was happy (3.5 or more); the day"
    yield "is drawn by chance. No note, name, score, tag, customer or time of day goes with it."
    if epsilon is None:
        yield "The bit is sent as it is."
    else:
        yield (
            f"Before it leaves, chance turns {percent(1 / (1 + exp(epsilon)))} of such bits around "
            f"(epsilon {epsilon:g}), so that no single one proves anything about you."
        )
    yield ""
    yield f"What others see: counts of groups of {min_people} people or more, a week after each"
    yield "week has closed for all, and never what would give a smaller group away by subtraction."
    yield "What the administrator of the database can see: that your login has sent a week, and"
    if epsilon is None:
        yield "each bit as it arrives. This team trusts its administrator."
    else:
        yield (
            "each bit as it arrives. Somebody who linked your connections over a year would learn "
            f"your rough level (to about {_LEVEL_POINTS} points), and no single answer."
        )


def price_lines(people: int | None, epsilon: float | None) -> Iterator[str]:
    """How far a week's share of the team may be off, and what the randomisation costs."""
    for size in (people,) if people else _SIZES:
        randomised, exact = price(size, epsilon)
        instead = "" if epsilon is None else f" instead of {points(exact)}"
        yield f"With {size} people one week's share may be off by {points(randomised)}{instead}."


def interval_of(figure: Figure) -> str:
    """Such as `65% (95%: 51–78%)`."""
    low, high = figure.interval or (0.0, 1.0)
    return f"{percent(figure.value or 0)} (95%: {100 * low:.0f}–{100 * high:.0f}%)"


def happy_sentence(report: TeamReport) -> str:
    """The share of happy days of the period, or why there is none."""
    if report.happy is None:
        return (
            f"No week here has the answers of {report.min_people} people yet: smaller groups are "
            "not shown, and each week is shown from the second Monday after its end on."
        )
    return f"{interval_of(report.happy)} of days happy, by {report.happy.n:,} answers."


def change_sentence(report: TeamReport) -> str | None:
    """The comparison with the period before; None where there is none."""
    figure, before = report.change, report.before
    if figure is None or before is None:
        return None
    if figure.verdict is Verdict.NOT_ENOUGH_DAYS:
        return f"{before}: not enough answers to compare ({figure.n} of {figure.needed})."
    moved = 100 * (figure.value or 0)
    if figure.verdict is Verdict.CLEAR:
        way = "better" if moved > 0 else "worse"
        return f"{report.label} is clearly {way} than {before}: {moved:+.0f} points."
    return f"No clear change from {before}."


def carries_sentence(report: TeamReport) -> str | None:
    """Name the period that a small team should read."""
    if report.people is None or report.week_half_width is None or report.carries == "week":
        return None
    off = points(report.week_half_width)
    week = f"With {report.people} people one week may be off by {off}"
    if report.carries is None:
        return f"{week}, and even a year says little: talk to each other instead."
    return f"{week}: read a {report.carries}, not a week."


def paid_sentence(report: TeamReport) -> str | None:
    """How much of the teams' work ends at somebody who pays."""
    if report.paid is None:
        return None
    share = percent(report.paid.value or 0)
    return f"{share} of answers come from teams whose work ends at somebody who pays."


def sent_so_far(weeks: int, epsilons: Sequence[float | None]) -> str:
    """The sum of all that was ever sent."""
    if not weeks:
        return "Nothing was sent so far."
    exact = sum(epsilon is None for epsilon in epsilons)
    spent = sum(epsilon for epsilon in epsilons if epsilon is not None)
    parts = [f"epsilon {spent:g} in all"] if spent else []
    parts += [f"{exact} as they are"] if exact else []
    return f"Sent so far: {counted(weeks, 'week')}, {', '.join(parts)}."
