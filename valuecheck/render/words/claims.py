"""What a report claims of changes and differences; each sentence is one verdict in JSON.

Typed names pass through `quoted`, by which a format keeps them from acting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.core.days import MONTH_NAMES
from valuecheck.render.words import feedback, figures
from valuecheck.report.figure import Verdict
from valuecheck.report.verdicts import WEEKS_FOR_RANGE, WEEKS_FOR_RUN, WEEKS_FOR_TREND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from valuecheck.report import Report
    from valuecheck.report.figure import Figure
    from valuecheck.report.model import Comparison, Tag

    Quote = Callable[[str], str]

ORDINALS = {8: "eighth", 9: "ninth", 10: "tenth", 11: "eleventh", 12: "twelfth"}
NOT_ENOUGH = str(Verdict.NOT_ENOUGH_DAYS).capitalize()


class Claim(NamedTuple):
    """A figure with a verdict: what it is about, and what is said of it if it can be judged."""

    figure: Figure
    subject: str
    text: str = ""


def clear(report: Report, quoted: Quote = str) -> list[str]:
    """What is clear: the sentences that matter most."""
    claims = _claims(report, quoted)
    return [text for figure, _, text in claims if text and figure.verdict is Verdict.CLEAR]


def not_clear(report: Report, quoted: Quote = str) -> list[str]:
    """What is not clear, and at last, once, what cannot be said yet."""
    claims = [*_claims(report, quoted)]
    loud = {Verdict.CLEAR, Verdict.NOT_ENOUGH_DAYS}
    judged = [text for figure, _, text in claims if text and figure.verdict not in loud]
    silent = [
        f"{subject} ({not_enough_of(figure)})"
        for figure, subject, _ in claims
        if figure.verdict is Verdict.NOT_ENOUGH_DAYS and subject
    ]
    return [*judged, f"{NOT_ENOUGH}: {', '.join(silent)}."] if silent else judged


def _claims(report: Report, quoted: Quote) -> Iterator[Claim]:
    if not report.check_ins:
        return
    yield Claim(report.average, "average")
    yield from _usual_range(report)
    yield from _run(report)
    yield from map(_comparison, report.comparisons)
    yield from _trend(report)
    yield from (_tag(tag, quoted(KIND + tag.name)) for tag in report.kinds)
    yield from (_tag(tag, quoted(CUSTOMER + tag.name)) for tag in report.customers)
    yield from _weekdays(report)
    yield from _gaps(report, quoted)


def _usual_range(report: Report) -> Iterator[Claim]:
    figure, single = report.usual_range, report.period.unit == "week"
    if figure is None:
        return
    # A week's own days are too few where its average is silent too, which says so already.
    weeks_missing = single and figure.needed == WEEKS_FOR_RANGE
    subject = "usual range" if weeks_missing else ""
    if figure.interval is None:
        yield Claim(figure, subject)
        return
    low, high = figure.interval
    if figure.value is None:
        yield Claim(figure, subject, f"A week is usually between {low:.1f} and {high:.1f}.")
        return
    side = "above" if figure.value > high else "below"
    where = side if figure.verdict is Verdict.CLEAR else "inside"
    what = "trial range" if figure.n < WEEKS_FOR_RUN else "usual range"
    week = "The week" if report.period.closed else "This week"
    text = f"{week} ({figure.value:.1f}) is {where} your {what} ({low:.1f}–{high:.1f})."
    yield Claim(figure, subject, text)


def _run(report: Report) -> Iterator[Claim]:
    figure = report.run
    if figure and figure.value is not None and figure.verdict is Verdict.CLEAR:
        side = "above" if figure.value > 0 else "below"
        text = f"The {ordinal(int(abs(figure.value)))} week running {side} your average."
        yield Claim(figure, "", text)


def _comparison(comparison: Comparison) -> Claim:
    figure = comparison.difference
    new, old = period_names(comparison)
    if figure.verdict is Verdict.CLEAR:
        text = f"{new} is clearly {_clear_difference(comparison, new, old)}."
        return Claim(figure, "", text)
    shown = figure.detectable
    reach = f" (only about {shown:.1f} would have shown)" if shown else ""
    both = f"{new}{_value(comparison.average)} against {old}{_value(comparison.average_before)}"
    return Claim(figure, both, f"{new} against {old}: {figure.verdict}{reach}.")


def _clear_difference(comparison: Comparison, new: str, old: str) -> str:
    value = comparison.difference.value or 0.0
    text = f"{'better' if value > 0 else 'worse'} than {old}: {figures.signed(value)}"
    if (superiority := comparison.superiority.value) is not None:
        text += f"; a day in {new} beats one in {old} {superiority:.0%} of the time"
    happy = comparison.happy
    if happy.value is not None and happy.interval:
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
    share = figure.value if rising else 1 - figure.value
    text = f"{name}: of two days that differ, the later is the {better} in {share:.0%}"
    if thirds and thirds.value is not None:
        text += f", about {figures.signed(thirds.value)} between the first third and the last"
    yield Claim(figure, "trend", text + ".")


def _tag(tag: Tag, name: str) -> Claim:
    figure = tag.against_rest
    if figure.verdict is not Verdict.CLEAR or figure.value is None:
        return Claim(figure, "")
    better = "better" if figure.value > 0 else "worse"
    text = f"{name} days are clearly {better} than the rest ({figures.signed(figure.value)})."
    return Claim(figure, "", text)


def _weekdays(report: Report) -> Iterator[Claim]:
    figure = report.weekdays.difference
    if figure.verdict is Verdict.NO_CLEAR_CHANGE:
        yield Claim(figure, "", f"Between weekdays: {figure.verdict}.")
    elif figure.verdict is Verdict.CLEAR:
        averages = ", ".join(
            f"{weekday.weekday.title()}{_value(weekday.average)}"
            for weekday in report.weekdays.averages
        )
        yield Claim(figure, "", f"Weekdays clearly differ: {averages}.")


def _gaps(report: Report, quoted: Quote) -> Iterator[Claim]:
    customers = report.voices.customers if report.voices else ()
    gaps = [(voice.name, voice.gap) for voice in customers if voice.gap]
    tested = [(name, gap) for name, gap in gaps if gap.p is not None]
    for name, gap in tested[: feedback.GAPS_SHOWN]:
        yield Claim(gap, "", feedback.gap_claim(gap, quoted(CUSTOMER + name)))


def not_enough_of(figure: Figure) -> str:
    """Such as `5 of 8 weeks`; the unit is said where it is not days."""
    of_weeks = (figure.method, figure.needed) in {
        ("XmR", WEEKS_FOR_RANGE),
        ("Mann–Kendall", WEEKS_FOR_TREND),
    }
    return f"{figure.n} of {figure.needed}" + (" weeks" if of_weeks else "")


def period_names(comparison: Comparison) -> tuple[str, str]:
    """The names of both periods, with their years where these differ: `Q1 2026`, `Q4 2025`."""
    labels = comparison.label, comparison.before
    same_year = labels[0][:4] == labels[1][:4]
    new, old = (_name(comparison.unit, label, year=not same_year) for label in labels)
    return new, old


def ordinal(number: int) -> str:
    """Such as `ninth`, and from 13 on `13th`, `21st`, `112th`."""
    if number in ORDINALS:
        return ORDINALS[number]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 10 < number % 100 < 14 else ending}"


def _name(unit: str, label: str, *, year: bool) -> str:
    if unit == "year":
        return label
    number = label[5:]
    name = MONTH_NAMES[int(number) - 1] if unit == "month" else number
    return f"{name} {label[:4]}" if year else name


def _value(average: Figure) -> str:
    return "" if average.value is None else f" {average.value:.1f}"
