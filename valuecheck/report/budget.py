"""One budget of errors a year: how sure each kind of verdict must be, set by simulation.

Over a year of looking as often as they like, at most 10% of users whose days do not change read a
false verdict (20% where days hang together as strongly as autocorrelation .5), all kinds of
verdicts together. So only what is closed is judged, and only the whole store: filtered reports,
months and ranges of days show numbers alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.report.figure import Verdict

if TYPE_CHECKING:
    from valuecheck.report.inputs import ReportInputs

# A quarter or year against the one before.
P_CHANGE = 0.002
# A trend within a closed quarter or year; its factor is known less well.
P_TREND = 0.001
# Kinds and customers of a closed quarter or year, adjusted for their number.
P_TAGS = 0.003
# Weekdays of a closed year.
P_WEEKDAYS = 0.002
# Gaps to customers, adjusted for their number.
P_GAPS = 0.003


def judges_changes(inputs: ReportInputs) -> bool:
    """Return whether the period is a closed quarter or year of the whole store."""
    unit = inputs.period.unit
    return unit in {"quarter", "year"} and inputs.closed and not inputs.filters


def judges_at_any_look(inputs: ReportInputs) -> bool:
    """Return whether the period still grows and may be judged while it does."""
    unit = inputs.period.unit
    grows = unit == "all" or (unit == "year" and not inputs.closed)
    return grows and not inputs.filters


def judges_gaps(inputs: ReportInputs) -> bool:
    """Return whether gaps to customers are judged: in closed quarters and years, and all time.

    Their windows are over even where the period is not; judging an open year as well would spend
    the chance of all time twice.
    """
    unit = inputs.period.unit
    closed = unit in {"quarter", "year"} and inputs.closed
    return (closed or unit == "all") and not inputs.filters.kinds


def verdict(*, clear: bool) -> Verdict:
    """The verdict of a test that has days enough."""
    return Verdict.CLEAR if clear else Verdict.NO_CLEAR_CHANGE
