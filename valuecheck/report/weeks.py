"""The weeks of a report: their averages, the band of usual ones, and lasting shifts of level."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from valuecheck.core.days import week_of
from valuecheck.report import figures
from valuecheck.report.figure import Figure, Verdict
from valuecheck.report.model import Excursion, Week
from valuecheck.stats import control_chart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from valuecheck.report.inputs import ReportInputs

    Values = Mapping[date, float]

WEEKS_SHOWN = 12
# What lies in a year without a check-in is not listed week by week.
MOST_EMPTY = 53
A_WEEK = timedelta(weeks=1)


def weeks(inputs: ReportInputs, values: Values) -> Iterator[Week]:
    """The weeks of the period, or the twelve up to a single one."""
    single = inputs.period.unit == "week"
    own = control_chart.weekly({**inputs.earlier, **values} if single else values)
    empty = 0
    for week in own[-WEEKS_SHOWN:] if single else own:
        empty = 0 if week.days else empty + 1
        if empty > MOST_EMPTY:
            continue
        yield Week(
            week=week_of(week.monday),
            days=week.days,
            average=week.average,
            closed=_is_closed(inputs, week.monday, values),
        )


def closed(inputs: ReportInputs, values: Values) -> bool:
    """Return whether the period is over: a week is when its last workday is recorded or past."""
    start = inputs.period.start
    if inputs.period.unit == "week" and start:
        return _is_closed(inputs, start, values)
    return inputs.closed


def band(
    inputs: ReportInputs, values: Values, known: Sequence[control_chart.WeekMean]
) -> Figure | None:
    """Where nine of ten of the `known` closed weeks lie, of the latest 52 up to the period's end.

    A single week is left out of it and is the figure's value.
    """
    unit, start = inputs.period.unit, inputs.period.start
    if unit == "day":
        return None
    value = None
    if unit == "week" and start:
        known = [week for week in known if week.monday < start]
        (shown,) = control_chart.averages(control_chart.weekly(values)) or (None,)
        value = shown
    averages = control_chart.averages(known)[-control_chart.LATEST_WEEKS :]
    n, needed = len(averages), control_chart.WEEKS_NEEDED
    if n < needed:
        return figures.too_few("band of weeks", n, needed)
    interval = control_chart.band(averages)
    return Figure(method="band of weeks", value=value, n=n, interval=interval, needed=needed)


def excursions(
    inputs: ReportInputs, known: Sequence[control_chart.WeekMean]
) -> Iterator[Excursion]:
    """Yield the lasting shifts of level among the `known` closed weeks that belong into a report.

    Of a single week those that are open then or end with it, of a longer period those that touch
    it. A filtered report has none, and so has one without a check-in.
    """
    if inputs.filters or inputs.period.unit == "day" or not inputs.check_ins:
        return
    judged = [week.monday for week in known if week.average is not None]
    for found in control_chart.excursions(known):
        if _is_listed(inputs, found, judged[-1]):
            yield _excursion(found, judged[-1])


def _is_listed(inputs: ReportInputs, found: control_chart.WeeksOutside, latest: date) -> bool:
    if found.over is None or found.over == latest:
        return True
    first = inputs.period.start or date.min
    return inputs.period.unit != "week" and found.last + A_WEEK > first


def _excursion(found: control_chart.WeeksOutside, latest: date) -> Excursion:
    return Excursion(
        direction="down" if found.average < found.before else "up",
        start=week_of(found.first),
        end=None if found.over is None else week_of(found.last),
        found=week_of(found.found),
        over=None if found.over is None else week_of(found.over),
        is_new=latest in {found.found, found.over},
        is_usual_now=found.usual,
        average=Figure(method="mean", value=found.average, n=found.n),
        average_before=Figure(method="mean", value=found.before, n=found.baseline),
        difference=Figure(
            method="EWMA",
            value=found.average - found.before,
            n=found.n,
            verdict=Verdict.CLEAR,
            needed=control_chart.WEEKS_NEEDED,
        ),
    )


def closed_weeks(inputs: ReportInputs, values: Values) -> Sequence[control_chart.WeekMean]:
    """The closed weeks up to the period's end, without the answers that are left out."""
    found = control_chart.weekly(inputs.settled({**inputs.earlier, **values}))
    while found and not _is_closed(inputs, found[-1].monday, values):
        found.pop()
    return found


def _is_closed(inputs: ReportInputs, monday: date, values: Values) -> bool:
    sunday = date.fromordinal(min(monday.toordinal() + 6, date.max.toordinal()))
    if sunday < inputs.today:
        return True
    last = max(inputs.calendar.workdays(monday, sunday), default=sunday)
    return last < inputs.today or last in values
