"""A team's report: counts of randomised answers become figures with their verdicts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from valuecheck.core.days import ONE_DAY, monday_of
from valuecheck.core.named import NamedTuple
from valuecheck.core.periods import Period, unit_period
from valuecheck.report import budget
from valuecheck.report.figure import Figure, Verdict
from valuecheck.stats import control_chart, randomised_response

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

METHOD = "randomised response"
ANSWERS_TO_COMPARE = 40
WEEKS_FOR_BAND = 12
WEEKS_OF_BAND = 52
# Half-width in shares above which a period says too little to read it.
_CARRIES = 0.2
_LENGTHS = (("week", 1), ("month", 4), ("quarter", 13), ("year", 52))
_SHOWN_AFTER = 14 * ONE_DAY


class Cell(NamedTuple):
    """One week of one team, or of everybody (team None); no counts where they may not be shown."""

    week: date
    team: str | None
    people: int | None
    happy: int | None


class Serves(NamedTuple):
    """A team serves a customer, another team or somebody who pays."""

    team: str
    customer: str
    pays: bool


class TeamNote(NamedTuple):
    """Something a team did about its last report."""

    team: str
    day: date
    text: str


class TeamWeek(NamedTuple):
    """A week by its Monday; `happy` is None where too few people answered to show a number."""

    week: date
    happy: Figure | None


class TeamRow(NamedTuple):
    """One team over the period; `pays` says that its work ends at somebody who pays."""

    team: str
    happy: Figure | None
    pays: bool


class TeamReport(NamedTuple):
    """Everything that a team's report says.

    `team` is None for everybody. `through` is the last week that is shown, `people` how many
    answered in it. `over` says that all weeks of the period are shown: only then is it compared
    with the one before. `band` is where nine of ten weeks lie. `paid` is the share of answers of
    teams whose work ends at somebody who pays. `week_half_width` is how far one week's share may
    be off, `carries` the shortest period that is worth reading.
    """

    label: str
    start: date
    end: date
    today: date
    team: str | None
    epsilon: float | None
    min_people: int
    over: bool
    through: date | None
    people: int | None
    happy: Figure | None
    weeks: tuple[TeamWeek, ...]
    band: Figure | None
    before: str | None
    change: Figure | None
    teams: tuple[TeamRow, ...]
    paid: Figure | None
    notes: tuple[TeamNote, ...]
    week_half_width: float | None
    carries: str | None


class TeamInputs(NamedTuple):
    """Counts from the team's database, and the period and team of the report."""

    period: Period
    today: date
    team: str | None
    epsilon: float | None
    min_people: int
    cells: Sequence[Cell]
    chain: Sequence[Serves]
    notes: Sequence[TeamNote]


def weeks_needed(period: Period) -> tuple[date, date, date]:
    """Return Mondays: of a band's first week, and of the first and last week of `period`."""
    start, end = _ends(period)
    return monday_of(start) - 7 * WEEKS_OF_BAND * ONE_DAY, monday_of(start), monday_of(end)


def build_team(inputs: TeamInputs) -> TeamReport:
    """Build the report from counts."""
    p = randomised_response.honesty(inputs.epsilon)
    start, end = _ends(inputs.period)
    own = {cell.week: cell for cell in inputs.cells if cell.team == inputs.team}
    weeks = [cell for week, cell in sorted(own.items()) if start <= _thursday(week) <= end]
    shown = [cell for cell in weeks if cell.people]
    people = shown[-1].people if shown else None
    before = _before(inputs.period, start)
    return TeamReport(
        label=inputs.period.label,
        start=start,
        end=end,
        today=inputs.today,
        team=inputs.team,
        epsilon=inputs.epsilon,
        min_people=inputs.min_people,
        over=_is_over(end, inputs.today),
        through=weeks[-1].week if weeks else None,
        people=people,
        happy=_share(shown, p),
        weeks=tuple(
            TeamWeek(week=cell.week, happy=_share([cell] if cell.people else [], p))
            for cell in weeks
        ),
        band=_band(own, start, p),
        before=before.label if before else None,
        change=_change(inputs, own, before, shown) if before else None,
        teams=tuple(_rows(inputs, start, end, p)),
        paid=_paid(inputs, start, end),
        notes=tuple(inputs.notes),
        week_half_width=randomised_response.half_width(people, p) if people else None,
        carries=_carries(people, p) if people else None,
    )


def price(people: int, epsilon: float | None) -> tuple[float, float]:
    """Return how far a week's share of `people` may be off: randomised, and as it is."""
    p = randomised_response.honesty(epsilon)
    return randomised_response.half_width(people, p), randomised_response.half_width(people, 1.0)


def _share(cells: Iterable[Cell], p: float) -> Figure | None:
    """The true share of happy days behind the answers of `cells`; None without any."""
    people, happy = _counts(cells)
    if not people:
        return None
    reported = happy / people
    return Figure(
        method=METHOD,
        value=min(1.0, max(0.0, randomised_response.share(reported, p))),
        n=people,
        interval=randomised_response.interval(reported, people, p),
    )


def _band(own: Mapping[date, Cell], start: date, p: float) -> Figure | None:
    """Where nine of ten of the weeks before the period lie; None below twelve."""
    first = monday_of(start) - 7 * WEEKS_OF_BAND * ONE_DAY
    values = [
        figure.value
        for week, cell in sorted(own.items())
        if first <= week < monday_of(start)
        and (figure := _share([cell], p))
        and figure.value is not None
    ]
    if len(values) < WEEKS_FOR_BAND:
        return None
    interval = control_chart.band(values)
    return Figure(method="band", value=None, n=len(values), interval=interval)


def _change(
    inputs: TeamInputs, own: Mapping[date, Cell], before: Period, shown: Sequence[Cell]
) -> Figure | None:
    """The difference from the period before, judged once both are over."""
    start, end = _ends(before)
    earlier = [cell for week, cell in own.items() if start <= _thursday(week) <= end]
    n, happy = _counts(shown)
    n_before, happy_before = _counts(earlier)
    if not _is_over(_ends(inputs.period)[1], inputs.today):
        return None
    smaller = min(n, n_before)
    if smaller < ANSWERS_TO_COMPARE:
        return Figure(
            method=METHOD,
            value=None,
            n=smaller,
            verdict=Verdict.NOT_ENOUGH_DAYS,
            needed=ANSWERS_TO_COMPARE,
        )
    p = randomised_response.honesty(inputs.epsilon)
    new, old = happy / n, happy_before / n_before
    chance = randomised_response.difference(new, n, old, n_before)
    return Figure(
        method=METHOD,
        value=randomised_response.share(new, p) - randomised_response.share(old, p),
        n=smaller,
        p=chance,
        needed=ANSWERS_TO_COMPARE,
        verdict=budget.verdict(clear=chance < budget.P_CHANGE),
    )


def _rows(inputs: TeamInputs, start: date, end: date, p: float) -> Iterable[TeamRow]:
    """The teams of the period by name, if everybody was asked for."""
    if inputs.team is not None:
        return
    by_team: dict[str, list[Cell]] = {}
    for cell in inputs.cells:
        if cell.team and start <= _thursday(cell.week) <= end:
            by_team.setdefault(cell.team, []).append(cell)
    reaching = _reaching(inputs.chain)
    for team, cells in sorted(by_team.items()):
        yield TeamRow(team=team, happy=_share(cells, p), pays=team in reaching)


def _paid(inputs: TeamInputs, start: date, end: date) -> Figure | None:
    """The share of shown answers from teams whose work ends at somebody who pays."""
    if not inputs.chain or inputs.team is not None:
        return None
    within = [cell for cell in inputs.cells if cell.team and start <= _thursday(cell.week) <= end]
    total, _ = _counts(within)
    if not total:
        return None
    reaching = _reaching(inputs.chain)
    paid, _ = _counts(cell for cell in within if cell.team in reaching)
    return Figure(method="count", value=paid / total, n=total, count=paid)


def _reaching(chain: Sequence[Serves]) -> set[str]:
    """The teams from which somebody who pays is reached, by way of other teams or not."""
    found = {link.team for link in chain if link.pays}
    while more := {link.team for link in chain if link.customer in found} - found:
        found |= more
    return found


def _carries(people: int, p: float) -> str | None:
    """The shortest period whose share is worth reading; None if even a year's is not."""
    return next(
        (
            name
            for name, weeks in _LENGTHS
            if randomised_response.half_width(people * weeks, p) <= _CARRIES
        ),
        None,
    )


def _counts(cells: Iterable[Cell]) -> tuple[int, int]:
    listed = [cell for cell in cells if cell.people]
    return sum(cell.people or 0 for cell in listed), sum(cell.happy or 0 for cell in listed)


def _before(period: Period, start: date) -> Period | None:
    """The period before a quarter or year; nothing else is compared."""
    return unit_period(period.unit, start - ONE_DAY) if period.unit in ("quarter", "year") else None


def _is_over(end: date, today: date) -> bool:
    """Return True once the last week of a period that ends on `end` is shown."""
    last = monday_of(end) if _thursday(monday_of(end)) <= end else monday_of(end) - 7 * ONE_DAY
    return last + _SHOWN_AFTER <= today


def _ends(period: Period) -> tuple[date, date]:
    return period.start or date.min + 400 * ONE_DAY, period.end or date.max - 400 * ONE_DAY


def _thursday(monday: date) -> date:
    """The day that decides to which month, quarter and year an ISO week belongs."""
    return monday + 3 * ONE_DAY
