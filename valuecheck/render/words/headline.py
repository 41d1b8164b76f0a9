"""The level of a period, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.text import counted
from valuecheck.render.words import figures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.report import Report


def parts(report: Report) -> Iterator[str]:
    """Such as `56% of days happy (112 of 201)`, `average 3.5`, `recorded 201 of 225 workdays`."""
    happy = report.happy
    days = counted(happy.n, "day")
    is_short = report.period.unit in {"day", "week"}
    if happy.value is None or is_short:
        yield f"{happy.count:,} of {days} happy"
    else:
        yield f"{figures.percent(happy.value)} of days happy ({happy.count:,} of {happy.n:,})"
    if report.average.value is not None:
        yield f"average {report.average.value:.1f}"
    # Where nearly all is recorded, the days above say so.
    if (coverage := report.coverage) and coverage.expected and report.bounds and not is_short:
        workdays = counted(coverage.expected, "workday")
        yield f"recorded {coverage.n:,} of {workdays}"


def line(report: Report) -> list[str]:
    """The parts in one line, or why there are none."""
    if not report.check_ins:
        return figures.headline(report)
    return [" · ".join(parts(report))]
