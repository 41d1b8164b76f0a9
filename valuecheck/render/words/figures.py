"""The sentences: figures become words here and nowhere else, the same for every format."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.core.days import MONTH_NAMES, MONTHS, WEEKDAYS, week_of
from valuecheck.core.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from valuecheck.core.records import Filters
    from valuecheck.report import Figure, Report
    from valuecheck.report.model import Day, Note, Tag

# Up to a week a percentage says less than the two numbers.
PERCENT_ABOVE = 5
LENGTHS = {"d": "day", "w": "week"}


def filter_words(filters: Filters) -> list[str]:
    """The tags that narrow the report, with their sigils."""
    kinds = [KIND + name for name in filters.kinds]
    customers = [CUSTOMER + name for name in filters.customers]
    return [" or ".join(tags) for tags in (kinds, customers) if tags]


def headline(report: Report) -> list[str]:
    """How the period was, in a few sentences."""
    if not report.check_ins:
        return [*_nothing(report), *_coverage(report)]
    return [_happy(report.happy), *_average(report.average), *_coverage(report)]


def footnotes(report: Report) -> Iterator[str]:
    """Return the limits of the headline: what a reader should know before trusting it."""
    if (bounds := report.bounds) and bounds.interval:
        low, high = map(percent, bounds.interval)
        yield f"If every unrecorded day was bad / good, the share lies between {low} and {high}."
    if report.filled_in_later:
        were = "was" if report.filled_in_later == 1 else "were"
        yield (
            f"{report.filled_in_later:,} of {counted(report.check_ins, 'check-in')} "
            f"{were} filled in later."
        )
    if len(report.wordings) > 1:
        yield f"The question was asked in {len(report.wordings)} wordings."
    if any(tag.average.value is not None for tag in (*report.kinds, *report.customers)):
        yield "Each tag has its days and, from five days on, about their average."
    if report.left_out and not report.filters:
        days = counted(report.left_out, "day")
        yield f"The first answers ({days}) are left out of bands, comparisons and trends."
    yield from _explained(report)


def _explained(report: Report) -> Iterator[str]:
    """The meaning of a time and of a stretch, in a report that has one."""
    if not report.feedback:
        return
    days = report.feedback.window_days
    if report.feedback.pairs:
        window = f"in the {days} days up to it" if days > 1 else "on its day"
        yield f"A time is one piece of feedback beside your average for that customer {window}."
    if any(each.gap for each in report.feedback.customers):
        window = f"{days} days" if days > 1 else "a day"
        yield f"A stretch is {window} in the past with days of yours and answers of theirs."


def tag_average(tag: Tag) -> str:
    """About the average of the tag's days, such as `≈3.9`, or nothing while they are too few."""
    return "" if tag.shrunk.value is None else f"≈{tag.shrunk.value:.1f}"


def listed_days(report: Report) -> Iterator[tuple[Day, list[Note]]]:
    """The days worth a line of their own, each with its notes."""
    notes = {day: [*of_day] for day, of_day in groupby(report.notes, key=lambda note: note.day)}
    for day in report.days:
        missed = not report.filters and (day.workday or (day.off and day.day.weekday() < 5))
        if day.value is not None or missed:
            yield day, notes.get(day.day, [])


def absence(day: Day, report: Report) -> str:
    """Why a day has no value."""
    if day.off:
        return "day off"
    return "not recorded yet" if day.day == report.today else "not recorded"


def spread(averages: Sequence[float]) -> str:
    """Such as `2.8 to 4.4`."""
    lowest, highest = f"{min(averages):.1f}", f"{max(averages):.1f}"
    return lowest if lowest == highest else f"{lowest} to {highest}"


def no_intention(week: Report) -> str:
    """Say that nothing was intended for a week, which is nobody's fault in the first one."""
    number = int(week.period.label[-2:])
    # What was filled in may lie before the first week.
    if week.since is None or week.period.label <= week_of(week.since):
        return f"No intention for week {number}: you had not begun before it."
    return f"No intention was written down for week {number}."


def log_command(report: Report) -> str:
    """The command that lists what the report is about."""
    kinds = [KIND + name for name in report.filters.kinds]
    customers = [CUSTOMER + name for name in report.filters.customers]
    return " ".join(["valuecheck log", report.period.label, *kinds, *customers])


def signed(number: float, digits: int = 1) -> str:
    """`number` with its sign, a true minus: `+0.8`, `−12`; without one where it rounds to 0."""
    shown = f"{number:+.{digits}f}"
    return shown.replace("-", "−") if float(shown) else shown[1:]


def detectable(size: float | None) -> str:
    """The change that would have shown: `only a change of about 1.1`, or `no change`."""
    return "no change" if size is None else f"only a change of about {size:.1f}"


def percent(share: float) -> str:
    """Such as `65%`; `over 99%`, `under 1%` where rounding would say all or none."""
    shown = f"{share:.0%}"
    if shown == "100%" and share < 1:
        return "over 99%"
    return "under 1%" if shown == "0%" and share > 0 else shown


def percents(interval: tuple[float, float]) -> str:
    """An interval of shares: `41–83%`, `96% to over 99%`."""
    low, high = map(percent, interval)
    return (
        f"{low.rstrip('%')}–{high}"
        if low[0].isdigit() and high[0].isdigit()
        else f"{low} to {high}"
    )


def day(day: date, *, year: bool = False) -> str:
    """Such as `Fri 20 Nov` or `Fri 20 Nov 2026`."""
    return f"{WEEKDAYS[day.weekday()].title()} {date_of(day, year=year)}"


def spans_years(report: Report) -> bool:
    """Return True if days of the report are in several years, so that each needs its year."""
    days = [day.day for day in (*report.days[:1], *report.days[-1:])]
    days += [day.day for day in report.feedback.days] if report.feedback else []
    return len({day.year for day in days}) > 1


def dates(first: date, last: date, *, weekdays: bool = False, year: bool = True) -> str:
    """Both ends with as few repetitions as can be: `16 – 22 Nov 2026`."""

    def named(end: date, words: str) -> str:
        return f"{WEEKDAYS[end.weekday()].title()} {words}" if weekdays else words

    if first == last:
        return named(last, date_of(last, year=year))
    if first.year != last.year:
        start = date_of(first, year=True)
    elif first.month != last.month:
        start = date_of(first, year=False)
    else:
        start = str(first.day)
    return f"{named(first, start)} – {named(last, date_of(last, year=year))}"


def title(report: Report) -> Iterator[str]:
    """The parts of the heading that name the period."""
    period, today = report.period, report.today
    days = [day.day for day in report.days[:1]]
    days += [day.day for day in report.feedback.days[:1]] if report.feedback else []
    first = period.start or min(days, default=None)
    last = min(period.end or today, today)
    if period.unit == "day":
        yield day(last, year=True)
        return
    if period.unit == "week" and period.start and period.end:
        yield f"Week {period.start.isocalendar().week}"
        yield dates(period.start, period.end, weekdays=True)
        return
    name = _name(report)
    if name:
        yield name
    if first is None or (period.closed and period.unit in {"month", "year"}):
        return
    so_far = " so far" if period.end and period.end > today else ""
    named_year = period.unit in {"month", "quarter", "year"}
    yield dates(min(first, last), last, year=not named_year) + so_far


def _name(report: Report) -> str:
    period = report.period
    if period.unit == "all":
        return "Everything"
    if period.label.endswith(("d", "w")):
        return f"Last {counted(int(period.label[:-1]), LENGTHS[period.label[-1]])}"
    if period.start and period.unit == "month":
        return f"{MONTH_NAMES[period.start.month - 1]} {period.start.year}"
    if period.start and period.unit == "quarter":
        return f"Q{(period.start.month + 2) // 3} {period.start.year}"
    return period.label if period.unit == "year" else ""


def date_of(day: date, *, year: bool) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def _nothing(report: Report) -> Iterator[str]:
    if report.feedback and report.reached_days is not None:
        days = counted(report.reached_days, "day")
        yield f"No check-in here names them; work for others reached them on {days}."
    elif report.filters:
        yield "No check-in here has these tags."
        yield "Leave the tags out to see the other check-ins."
    elif report.since is None:
        yield "Nothing recorded here yet."
        yield "Type valuecheck: one key and Enter answer today's question."
    else:
        yield "Nothing recorded here."
        yield "Look around with valuecheck log; fill a day in with valuecheck ask --day DAY."


def _happy(figure: Figure) -> str:
    if figure.value is None:
        return f"Happy: {figure.count:,} of {counted(figure.n, 'day')}."
    share = f"{figure.count:,} of {counted(figure.n, 'day')} happy: {percent(figure.value)}"
    return f"{share} (95%: {percents(figure.interval)})." if figure.interval else f"{share}."


def _average(figure: Figure) -> Iterator[str]:
    if figure.value is not None:
        spread = ""
        if figure.interval:
            spread = " (95%: {:.1f}–{:.1f})".format(*figure.interval)
        yield f"Average {figure.value:.1f}{spread}."


def _coverage(report: Report) -> Iterator[str]:
    if (figure := report.coverage) and figure.expected:
        share = f" ({percent(figure.value or 0.0)})" if figure.expected > PERCENT_ABOVE else ""
        yield f"Recorded {figure.n:,} of {counted(figure.expected, 'workday')}{share}."
