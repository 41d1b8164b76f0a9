"""The weeks of a report in words: where they usually lie, and lasting shifts of their level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.periods import days_of
from valuecheck.render.words.figures import date_of, dates

if TYPE_CHECKING:
    from datetime import date

    from valuecheck.report import Report
    from valuecheck.report.model import Excursion


def band(report: Report) -> str:
    """Such as `Nine weeks in ten averaged 2.6 to 4.5.`; empty without a band."""
    if report.band is None or report.band.interval is None:
        return ""
    usual = "averaged {:.1f} to {:.1f}.".format(*report.band.interval)
    if report.band.value is None:
        return f"Nine weeks in ten {usual}"
    so_far = "" if report.period.closed else " so far"
    return f"Average {report.band.value:.1f}{so_far}; nine in ten of the weeks before {usual}"


def excursion(excursion: Excursion, report: Report) -> str:
    """A shift of level: its beginning once, then that it still holds, and once its end.

    Its days are named with their year where it is not that of the report's last day.
    """
    last_day = min(report.period.end or report.today, report.today)
    first, last = _days(excursion)
    year = first.year != last_day.year
    since = f"since {date_of(first, year=year)}"
    down = excursion.direction == "down"
    levels = f"{excursion.average.value:.1f} against {excursion.average_before.value:.1f} before"
    if last is None:
        if excursion.is_new:
            moving = "sinking" if down else "rising"
            return f"Your weeks have been {moving} {since} ({levels})."
        return f"Your weeks are still {'lower' if down else 'higher'} {since} ({levels})."
    if excursion.is_usual_now:
        lower = "lower" if down else "higher"
        return f"Your weeks have been {lower} {since} ({levels}); this is usual now."
    span = dates(first, last, year=last.year != last_day.year).replace(" – ", " to ")
    back = "; back to usual" if excursion.is_new else ""
    return f"Your weeks {'sank' if down else 'rose'} from {span} ({levels}){back}."


def period(excursion: Excursion) -> str:
    """The days of a shift as one types them, such as `2026-10-05..2026-11-01`."""
    first, last = _days(excursion)
    return f"{first}..{last or ''}"


def _days(excursion: Excursion) -> tuple[date, date | None]:
    """The first and the last day of a shift, None where it goes on."""
    last = days_of(excursion.end).last if excursion.end else None
    return days_of(excursion.start).first, last
