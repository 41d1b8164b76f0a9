"""The claims of a report on changes and differences; each sentence is one verdict in JSON.

Typed names pass through `quoted`, by which a format keeps them from acting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.core.days import MONTH_NAMES
from valuecheck.render.words import feedback, figures, weeks
from valuecheck.report.figure import Verdict
from valuecheck.report.verdicts import WEEKS_FOR_TREND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from valuecheck.report import Report
    from valuecheck.report.figure import Figure
    from valuecheck.report.model import Cause, Comparison, Tag

    Quote = Callable[[str], str]

SHIFT, COMPARISON, TREND, TAG, WEEKDAYS, GAP = "shift", "comparison", "trend", "tag", "days", "gap"
UNITS = {"Student t of windows": " windows", "band of weeks": " weeks"}


class Claim(NamedTuple):
    """A figure with a verdict: its subject, and the sentence to say once it can be judged.

    `topic` is what kind of change it is, `better` its direction where it has one, `causes` are
    the tags beside it, `period` is what to type for its days, and `then` names the time before.
    """

    figure: Figure
    subject: str
    text: str = ""
    topic: str = ""
    better: bool | None = None
    causes: Sequence[Cause] = ()
    period: str = ""
    then: str = ""


def clear(report: Report, quoted: Quote = str) -> list[str]:
    """The sentences that matter most: all that is clear."""
    return [claim.text for claim in clear_claims(report, quoted)]


def clear_claims(report: Report, quoted: Quote = str) -> list[Claim]:
    """All that is clear, with its topic and the tags beside it."""
    claims = _claims(report, quoted)
    return [each for each in claims if each.text and each.figure.verdict is Verdict.CLEAR]


def not_clear(report: Report, quoted: Quote = str) -> list[str]:
    """The sentences on the rest, and last, in one, all that has not enough days."""
    claims = [*_claims(report, quoted)]
    loud = {Verdict.CLEAR, Verdict.NOT_ENOUGH_DAYS}
    judged = [each.text for each in claims if each.text and each.figure.verdict not in loud]
    return [*judged, *not_enough(report, quoted)]


def numbers_alone(report: Report, quoted: Quote = str) -> list[str]:
    """The sentences that put numbers beside each other and judge nothing."""
    return [each.text for each in _claims(report, quoted) if each.text and not each.figure.verdict]


def not_enough(report: Report, quoted: Quote = str) -> list[str]:
    """One sentence on all that has not enough days; none where there is nothing to say."""
    silent = [
        f"{each.subject} ({not_enough_of(each.figure)})"
        for each in _claims(report, quoted)
        if each.figure.verdict is Verdict.NOT_ENOUGH_DAYS and each.subject
    ]
    yet = "" if report.period.closed else " yet"
    return [f"Not enough days{yet}: {', '.join(silent)}."] if silent else []


def _claims(report: Report, quoted: Quote) -> Iterator[Claim]:
    if not report.check_ins:
        return
    yield Claim(report.average, "average")
    for excursion in report.excursions:
        text, up = weeks.excursion(excursion, report), excursion.direction == "up"
        period = weeks.period(excursion)
        then = "in the weeks before"
        yield Claim(excursion.difference, "", text, SHIFT, up, excursion.causes, period, then)
    if report.band:
        # A week without an average of its own says so already, and a tag seldom fills its weeks.
        unsaid = report.average.value is None or report.filters
        subject = "" if unsaid else "band of weeks"
        yield Claim(report.band, subject, weeks.band(report))
    yield from map(_comparison, report.comparisons)
    yield from _trend(report)
    yield from (_tag(tag, quoted(KIND + tag.name)) for tag in report.kinds)
    yield from (_tag(tag, quoted(CUSTOMER + tag.name)) for tag in report.customers)
    yield from _weekdays(report)
    yield from _gaps(report, quoted)


def _comparison(comparison: Comparison) -> Claim:
    figure = comparison.difference
    new, old = period_names(comparison)
    both = f"{new}{_value(comparison.average)} against {old}{_value(comparison.average_before)}"
    if figure.verdict is Verdict.CLEAR:
        text = f"{new} is clearly {_clear_difference(comparison, new, old)}."
        better = (figure.value or 0.0) > 0
        causes, label = comparison.causes, comparison.label
        return Claim(figure, "", text, COMPARISON, better, causes, label, f"in {old}")
    if figure.verdict is None:
        return Claim(figure, "", "" if figure.value is None else f"{both}.")
    text = f"{new} against {old}: {figure.verdict}."
    if figure.verdict is Verdict.NO_CLEAR_CHANGE:
        text += f" With these days {figures.detectable(figure.detectable)} would have shown."
    return Claim(figure, both, text)


def _clear_difference(comparison: Comparison, new: str, old: str) -> str:
    value = comparison.difference.value or 0.0
    better = "better" if value > 0 else "worse"
    text = f"{better} than {old}: {figures.signed(value)}"
    share = comparison.differing.value if comparison.differing else None
    if share is not None:
        share = share if value > 0 else 1 - share
        percent = figures.percent(share)
        text += f"; of two days that differ, the {new} day is the {better} in {percent}"
    happy = comparison.happy
    if happy.value is not None and happy.interval and happy.value * value > 0:
        low, high = (figures.signed(100 * end, 0) for end in happy.interval)
        text += f"; happy days {figures.signed(100 * happy.value, 0)} points (95%: {low} to {high})"
    return text


def _trend(report: Report) -> Iterator[Claim]:
    if report.trend is None:
        return
    figure, thirds = report.trend.later_better, report.trend.thirds
    if figure.verdict is not Verdict.CLEAR or figure.value is None:
        yield Claim(figure, "trend", f"Trend: {figure.verdict}.")
        return
    rising = figure.value > 0.5
    name, better = ("Rising", "better") if rising else ("Falling", "worse")
    share = figures.percent(figure.value if rising else 1 - figure.value)
    text = f"{name}: of two days that differ, the later is the {better} in {share}"
    if thirds and thirds.value is not None:
        text += f", about {figures.signed(thirds.value)} between the first third and the last"
    yield Claim(figure, "trend", text + ".", TREND, rising)


def _tag(tag: Tag, name: str) -> Claim:
    figure = tag.against_rest
    if figure.verdict is not Verdict.CLEAR or figure.value is None:
        return Claim(figure, "")
    better = "better" if figure.value > 0 else "worse"
    text = f"{name} days are clearly {better} than the rest ({figures.signed(figure.value)})."
    return Claim(figure, "", text, TAG, figure.value > 0)


def _weekdays(report: Report) -> Iterator[Claim]:
    figure = report.weekdays.difference
    if figure.verdict is Verdict.NO_CLEAR_CHANGE:
        yield Claim(figure, "", f"Between weekdays: {figure.verdict}.")
    elif figure.verdict is Verdict.CLEAR:
        averages = ", ".join(
            f"{weekday.weekday.title()}{_value(weekday.average)}"
            for weekday in report.weekdays.averages
        )
        yield Claim(figure, "", f"Weekdays clearly differ: {averages}.", WEEKDAYS)


def _gaps(report: Report, quoted: Quote) -> Iterator[Claim]:
    """The gaps that are clear, and of the others those to the customers with most feedback."""
    customers = report.feedback.customers if report.feedback else ()
    days = report.feedback.window_days if report.feedback else 0
    gaps = [(each.name, each.gap) for each in customers if each.gap and each.gap.p is not None]
    for number, (name, gap) in enumerate(gaps):
        if number < feedback.GAPS_SHOWN or gap.verdict is Verdict.CLEAR:
            yield Claim(gap, name, feedback.gap_claim(gap, quoted(CUSTOMER + name), days), GAP)


def not_enough_of(figure: Figure) -> str:
    """Such as `5 of 12 weeks`; the unit is named where it is not days."""
    of_weeks = (figure.method, figure.needed) == ("Mann–Kendall", WEEKS_FOR_TREND)
    unit = " weeks" if of_weeks else UNITS.get(figure.method, "")
    return f"{figure.n} of {figure.needed}{unit}"


def period_names(comparison: Comparison) -> tuple[str, str]:
    """The names of both periods, with their years where these differ: `Q1 2026`, `Q4 2025`."""
    labels = comparison.label, comparison.before
    same_year = labels[0][:4] == labels[1][:4]
    new, old = (_name(comparison.unit, label, year=not same_year) for label in labels)
    return new, old


def _name(unit: str, label: str, *, year: bool) -> str:
    if unit == "year":
        return label
    number = label[5:]
    name = MONTH_NAMES[int(number) - 1] if unit == "month" else number
    return f"{name} {label[:4]}" if year else name


def _value(average: Figure) -> str:
    return "" if average.value is None else f" {average.value:.1f}"
