"""Sentences about feedback: the same for every format.

Typed names pass through `by`, by which a format keeps them from acting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.answer import CUSTOMER
from valuecheck.core.scales import CES, CSAT, GOOD_BAD, NPS, SCALES, shown_score
from valuecheck.core.text import counted
from valuecheck.render.words import figures
from valuecheck.report.pairs import Mismatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from valuecheck.core.records import Filters
    from valuecheck.report import Figure, Report
    from valuecheck.report.feedback_model import (
        CustomerFeedback,
        FeedbackSummary,
        Line,
        Quote,
        ScaleShare,
        Story,
    )

    Quoting = Callable[[str], str]

# Of many customers the gaps of those with most feedback.
GAPS_SHOWN = 5


class Extent(NamedTuple):
    """From where to where a line of ratings is drawn."""

    lowest: float
    highest: float


def on_scales(customer: CustomerFeedback) -> list[str]:
    """Return the answers of a customer on each scale, such as `csat 2 of 3 glad`."""
    found = []
    if customer.csat:
        found.append(f"csat {_share(customer.csat) or f'{_count(customer.csat)} glad'}")
    if customer.nps:
        found.append(f"nps {_net_promoter(customer.nps)}")
    if customer.good:
        share = _share(customer.good)
        found.append(f"good {share}" if share else f"{_count(customer.good)} good")
    return found + [_in_highest_third(other) for other in customer.others]


def gap(customer: CustomerFeedback, window_days: int) -> str:
    """How much higher the user scores than the customer, such as `+0.9 (11 × 2 weeks)`."""
    figure = customer.gap
    if figure is None or figure.value is None:
        return ""
    return f"{figures.signed(figure.value)} ({_windows(figure, window_days)})"


def gap_claim(figure: Figure, name: str, window_days: int) -> str:
    """The gap as a sentence, once there are windows enough to test it."""
    if figure.value is None or figure.p is None:
        return ""
    windows = _windows(figure, window_days)
    size = f"{abs(figure.value):.1f}"
    if size == "0.0":
        return f"You and {name} score alike on average ({windows}): {figure.verdict}."
    way = "lower" if figure.value > 0 else "higher"
    return f"{name} rates you {size} {way} than you do ({windows}): {figure.verdict}."


def _windows(figure: Figure, days: int) -> str:
    """The stretches of time that a gap compares, such as `17 × 2 weeks`."""
    unit, length = ("day", days) if days % 7 else ("week", days // 7)
    return counted(figure.n, unit) if length == 1 else f"{figure.n:,} × {length} {unit}s"


def reach(report: Report) -> Iterator[str]:
    """On how many days the work reaches somebody who pays, and on how many it does not."""
    if (found := report.reach) is None or not found.reaching.n:
        return
    days = counted(found.reaching.n, "day")
    yield f"somebody who pays on {found.reaching.count:,} of {days}"
    if found.nowhere.count:
        yield f"nobody who pays on {found.nowhere.count:,}"
    # Of a few days the list shows it.
    if found.unnamed.count and not report.lists_check_ins:
        yield f"no customer named on {found.unnamed.count:,}"
    if (report.reached_days or 0) > found.reaching.n:
        yield f"with work for others, this customer on {report.reached_days:,} days"


def payers(report: Report, by: Quoting = str) -> list[str]:
    """Each payer with the days that reach them: `@shoppers 35`."""
    found = report.reach.payers if report.reach else ()
    return [f"{by(CUSTOMER + payer.name)} {payer.days:,}" for payer in found]


def heading(found: FeedbackSummary, kind: Mismatch) -> str:
    """The heading of the list of one kind of mismatch, with how often it came."""
    if kind is Mismatch.WATERMELON:
        return f"Watermelons, good to you and bad to them: {_of_times(found.watermelons)}"
    return f"Harder on yourself than they are: {_of_times(found.harder)}"


def unread(report: Report) -> list[str]:
    """How many imported answers no figure counts, because they could not be read."""
    count = report.feedback.unread if report.feedback else 0
    verb = "could not be read and is" if count == 1 else "could not be read and are"
    return [f"{counted(count, 'answer')} {verb} not counted."] if count else []


def lists(report: Report) -> list[tuple[str, list[Quote]]]:
    """The quotes under their headings: where the two part ways, then all others."""
    if (summary := report.feedback) is None:
        return []
    found = [(heading(summary, kind), summary.mismatches[kind]) for kind in Mismatch]
    others = [quote for quote in summary.quotes if quote.mismatch is None]
    found.append(("Also said" if any(quotes for _, quotes in found) else "Said", others))
    return [(title, quotes) for title, quotes in found if quotes]


def no_feedback(report: Report, by: Quoting = str, typeable: Quoting = str) -> str:
    """Say that the only customer of a report has no feedback in its period; else empty.

    `typeable` marks the command that asks for some.
    """
    filters: Filters = report.filters
    if len(filters.customers) != 1 or filters.kinds or report.feedback or not report.check_ins:
        return ""
    name = CUSTOMER + filters.customers[0]
    return f"{by(name)} said nothing in this time. {typeable(f'valuecheck feedback ask {name}')}"


def score(quote: Quote) -> str:
    """The score as it is: `csat 2`, `nps 3`, `bad`."""
    return shown_score(quote.scale, quote.score)


def quoted(quote: Quote) -> str:
    """The customer's words in quotation marks, nothing where there are none."""
    return f"“{quote.words}”" if quote.words else ""


def own(quote: Quote) -> str:
    """The user's average for that customer, a dash where there is none."""
    return "–" if quote.own is None else f"{quote.own:.1f}"


def beside(quote: Quote) -> str:
    """Such as `you 4.0: a watermelon`; empty where there is no score of the user's."""
    if quote.own is None:
        return ""
    kinds = {Mismatch.WATERMELON: ": a watermelon", Mismatch.HARDER: ": harder on yourself"}
    kind = kinds[quote.mismatch] if quote.mismatch else ""
    return f"you {own(quote)}{kind}"


def line_name(line: Line) -> str:
    """Whose ratings a line shows: `You`, or the customer's scale."""
    return line.of if line.of in SCALES else "You"


def stretches(story: Story) -> str:
    """Over what time the lines of a story go, such as `By week, 2026-W30 to 2026-W47`."""
    labels = [stretch.label for stretch in story.lines[0].stretches]
    return f"By {story.unit}, {labels[0]}" + (f" to {labels[-1]}" if len(labels) > 1 else "")


def extent(line: Line) -> Extent:
    """From where to where the ratings of a line can go."""
    scale = SCALES[line.of if line.of in SCALES else CSAT]
    return Extent(scale.lowest, scale.highest)


def level(line: Line, report: Report) -> str:
    """A line's figure for all of the period, such as `3.9`, `17%` or `+26`; empty with too few."""
    if line_name(line) == "You":
        return "" if report.average.value is None else f"{report.average.value:.1f}"
    for each in report.feedback.customers if report.feedback else ():
        if line.of == NPS and each.nps and each.nps.value is not None:
            return figures.signed(each.nps.value, 0)
        others = {other.scale: other.share for other in each.others}
        share = {CSAT: each.csat, GOOD_BAD: each.good, **others}.get(line.of)
        if share and share.value is not None:
            return figures.percent(share.value)
    return ""


def log_command(report: Report) -> str:
    """The command that lists all feedback."""
    customers = [CUSTOMER + name for name in report.filters.customers]
    return " ".join(["valuecheck feedback log", report.period.label, *customers])


def all_command(report: Report) -> str:
    """The command that shows every quote beside the user's own average."""
    customers = [CUSTOMER + name for name in report.filters.customers]
    return " ".join(["valuecheck report", report.period.label, *customers, "--format plain"])


def _count(figure: Figure) -> str:
    return f"{figure.count:,} of {figure.n:,}"


def _share(figure: Figure) -> str:
    """Such as `57% (4 of 7; 95%: 25–84%)`, nothing while answers are too few for it."""
    if figure.value is None:
        return ""
    interval = f"; 95%: {figures.percents(figure.interval)}" if figure.interval else ""
    return f"{figures.percent(figure.value)} ({_count(figure)}{interval})"


def _in_highest_third(other: ScaleShare) -> str:
    """Such as `ces 5 or more of 7: 60% (6 of 10; 95%: 31–83%)`."""
    limits = SCALES[other.scale]
    start = "ces " if other.scale == CES else ""
    share = _share(other.share) or _count(other.share)
    return f"{start}{limits.green} or more of {limits.highest}: {share}"


def _net_promoter(figure: Figure) -> str:
    if figure.value is None or figure.interval is None:
        promoters = counted(figure.count or 0, "promoter")
        detractors = counted(figure.expected or 0, "detractor")
        return f"{promoters}, {detractors} of {figure.n:,}"
    low, high = (figures.signed(end, 0) for end in figure.interval)
    return f"{figures.signed(figure.value, 0)} (95%: {low} to {high}), {figure.n:,} answers"


def _of_times(figure: Figure) -> str:
    counts = f"{figure.count:,} of {counted(figure.n, 'time')}"
    if figure.value is None or figure.interval is None:
        return counts
    return f"{counts}, {figures.percent(figure.value)} (95%: {figures.percents(figure.interval)})"
