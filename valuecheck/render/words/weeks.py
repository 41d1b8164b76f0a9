"""The weeks of a report in words: where they usually lie, and lasting shifts of their level."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from valuecheck.core.periods import parse_period

if TYPE_CHECKING:
    from valuecheck.report import Report
    from valuecheck.report.model import Excursion


def band(report: Report) -> str:
    """Such as `2.3; nine of ten of your weeks lie between 2.6 and 4.5.`; empty without a band."""
    if report.band is None or report.band.interval is None:
        return ""
    low, high = report.band.interval
    text = f"ine of ten of your weeks lie between {low:.1f} and {high:.1f}."
    if report.band.value is None:
        return "N" + text
    so_far = "" if report.period.closed else "So far "
    return f"{so_far}{report.band.value:.1f}; n{text}"


def excursion(excursion: Excursion, report: Report) -> str:
    """A shift of level: its beginning once, then that it still holds, and once its end.

    Weeks are named with their year where it is not that of the report's last day.
    """
    last = min(report.period.end or report.today, report.today)
    year = f"{last.isocalendar().year:04}"
    start, end = (_week(name, year) for name in (excursion.start, excursion.end or ""))
    down = excursion.direction == "down"
    levels = f"{excursion.average.value:.1f} against {excursion.average_before.value:.1f} before"
    if excursion.end is None:
        if excursion.is_new:
            moving = "sinking" if down else "rising"
            return f"Your weeks have been {moving} since {start} ({levels})."
        return f"Your weeks are still {'lower' if down else 'higher'} since {start} ({levels})."
    if excursion.is_usual_now:
        lower = "lower" if down else "higher"
        return f"Your weeks have been {lower} since {start} ({levels}); this is usual now."
    span = f"in {start}" if start == end else f"from {start} to {end}"
    back = " They are back to what is usual." if excursion.is_new else ""
    return f"Your weeks {'sank' if down else 'rose'} {span} ({levels}).{back}"


def period(excursion: Excursion) -> str:
    """The days of a shift as one types them, such as `2026-10-05..2026-11-01`."""
    first = parse_period(excursion.start, date.max).start or ""
    last = parse_period(excursion.end, date.max).end if excursion.end else ""
    return f"{first}..{last}"


def _week(name: str, year: str) -> str:
    """Such as `week 41`, `week 50 of 2025`."""
    number = name[-2:].lstrip("0")
    return f"week {number}" if name[:4] == year else f"week {number} of {name[:4]}"
