"""How each figure is counted, from which source, and how sure it is: for `--methods`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.render.words import claims
from valuecheck.report import budget
from valuecheck.report.figure import Figure, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from valuecheck.report.model import Report

    Quote = Callable[[str], str]


class Method(NamedTuple):
    """How a figure is counted in one sentence, and its source (empty for plain counting)."""

    counts: str
    source: str


METHODS = {
    "recorded workdays": Method(
        "Workdays with a check-in, of the workdays since the first one that was not filled in "
        "later; days off are neutral, today counts once recorded.",
        "",
    ),
    "Manski bounds": Method(
        "The happy share if every unrecorded workday was bad, and if every one was good; shown "
        "below 80% coverage, from 5 days on.",
        "Manski 1990, Am. Econ. Rev. 80:319",
    ),
    "Wilson": Method(
        "Days whose average is 3.5 or more, with the 95% interval of a share; from 5 days on, "
        "allowing for days that resemble the day before from 20 on.",
        "Wilson 1927; Brown, Cai & DasGupta 2001",
    ),
    "Student t": Method(
        "The average of the days' averages from 3 days on, its 95% interval from 5, allowing for "
        "days that resemble the day before. The interval speaks of your usual level, not of the "
        "recorded days, whose average is exact.",
        "Student 1908; Bayley & Hammersley 1946",
    ),
    "shrunk mean": Method(
        "The average of the days with a tag, from 5 days on, drawn towards that of all days as far "
        "as chance explains the distance; JSON has both.",
        "Efron & Morris 1975; DerSimonian & Laird 1986",
    ),
    "band of weeks": Method(
        "Between the 5th and the 95th percentile of the latest 52 closed weeks with at least 3 "
        "days, from 12 weeks on. One week in ten lies outside by definition, so nothing is claimed "
        "of a single week.",
        "Hyndman & Fan 1996, type 8",
    ),
    "EWMA": Method(
        "A moving average of the closed weeks with at least 3 days, the latest weighing 20%, each "
        "measured against up to 52 weeks before, from 12 on; one odd week counts for little. Weeks "
        "once judged are never revised; after 26 weeks a new level is the usual one.",
        "Roberts 1959; Lucas & Crosier 1982; Lucas & Saccucci 1990",
    ),
    "side by side": Method(
        "Both averages beside each other: months and filtered reports are not judged.", ""
    ),
    "Mann–Whitney": Method(
        "Every day of a closed quarter or year against every day of the one before, "
        f"p < {budget.P_CHANGE:g}, from 10 days on either side, allowing for days that resemble "
        "the day before; what would have shown is the fall found in four cases of five.",
        "Mann & Whitney 1947; Cohen 1988",
    ),
    "differing pairs": Method(
        "Of all pairs of a day from either period that differ, the share in which the later "
        "period's is the better.",
        "Vargha & Delaney 2000",
    ),
    "Newcombe": Method(
        "The difference of two happy shares with its 95% interval.", "Newcombe 1998, method 10"
    ),
    "Mann–Kendall": Method(
        "Every two days of a closed quarter or year, which of them is the better, "
        f"p < {budget.P_TREND:g}, from 20 days in 4 weeks on, allowing for days that resemble the "
        "day before.",
        "Mann 1945; Kendall 1975; Hirsch, Slack & Smith 1982",
    ),
    "thirds": Method("The average of the last third of the days minus that of the first.", ""),
    "Mann–Whitney with Holm": Method(
        "In a closed quarter or year, days with a tag against days without it, from 10 of each on, "
        f"p < {budget.P_TAGS:g} for all kinds and customers together, allowing for days that "
        "resemble the day before.",
        "Mann & Whitney 1947; Holm 1979; Clifford, Richardson & Hémon 1989",
    ),
    "Mann–Whitney at any look": Method(
        "While a year is open, and over all time, days with a tag against days without it, from 10 "
        "of each on, by a limit that holds however often you look, p < 0.05 for all kinds and "
        "customers together in both.",
        "Mann & Whitney 1947; Robbins 1970; Howard et al. 2021; Waudby-Smith et al. 2024",
    ),
    "value chain": Method(
        "Each recorded day once: whether a customer that it names pays, or serves one who does "
        "over any number of others.",
        "",
    ),
    "CSAT": Method(
        "The share of 4 and 5 among csat answers, the percentage from 5 answers on, with its 95% "
        "interval; answers of one customer in one window count as far as they differ.",
        "Wilson 1927; Kish 1965; Donner 1986",
    ),
    "highest third": Method(
        "The share of answers at or above two thirds of a scale (5 of 1–7 and ces, 7 of 1–10, 67 "
        "of 0–100) with its 95% interval, the percentage from 5 answers on.",
        "Wilson 1927",
    ),
    "good or bad": Method(
        "The share of good answers, the percentage from 5 answers on, with its 95% interval; "
        "answers of one customer in one window count as far as they differ.",
        "Wilson 1927; Kish 1965; Donner 1986",
    ),
    "NPS": Method(
        "The percentage of 9 and 10 minus that of 0 to 6, with its 95% interval (adjusted Wald); "
        "from 10 answers on.",
        "Reichheld 2003; Rocks 2016, Am. Stat. 70:365",
    ),
    "watermelons": Method(
        "Pairs in which your average is 3.5 or more and they gave csat 1–2, nps 0–6 or bad; the "
        "share with its 95% interval from 5 customers' windows on.",
        "Wilson 1927; Kish 1965; Donner 1986",
    ),
    "harder on yourself": Method(
        "Pairs in which your average is 2.5 or less and they gave csat 4–5, nps 9–10 or good.",
        "Wilson 1927; Kish 1965; Donner 1986",
    ),
    "Student t of windows": Method(
        "Your average minus their mean csat in each window that is over and holds both; a verdict "
        f"from 6 windows on, p < {budget.P_GAPS:g} for all customers together. A survey of a "
        "hundred answers in one window counts once.",
        "Student 1908; Holm 1979",
    ),
    "Kruskal–Wallis": Method(
        f"Whether the weekdays of a closed year differ at all, p < {budget.P_WEEKDAYS:g}, from 60 "
        "days and 8 of each weekday on.",
        "Kruskal & Wallis 1952",
    ),
}
# What encloses something else than the true value in 95 of 100 cases.
NO_CONFIDENCE = {"band of weeks", "Manski bounds"}
# In how many of a hundred simulated years of unchanged users chance brings each kind of verdict, up
# to autocorrelation .3, and any of them: tests/soak/test_years.py, .github/docs/statistics.md.
MEASURED = {
    "EWMA": ("a lasting shift of weeks", "0–2%"),
    "Mann–Whitney": ("a quarter or year clearly better or worse", "0–2%"),
    "Mann–Kendall": ("a clear trend", "0–2%"),
    "Mann–Whitney with Holm": ("a tag clear in a closed period", "0–2%"),
    "Mann–Whitney at any look": ("a tag clear in an open one", "0–2%"),
    "Student t of windows": ("a clear gap to a customer", "1–2%"),
    "Kruskal–Wallis": ("weekdays that clearly differ", "under 1%"),
}
JUDGED = {Verdict.CLEAR, Verdict.NO_CLEAR_CHANGE}
ANY_VERDICT = "any false verdict at all in 3–8%"


def used(report: Report) -> list[str]:
    """The names of the methods that say something in `report`, in the order of METHODS."""
    speaking = {
        figure.method
        for figure in figures_of(report)
        if (figure.value, figure.interval, figure.p) != (None, None, None)
        and figure.verdict is not Verdict.NOT_ENOUGH_DAYS
    }
    return [name for name in METHODS if name in speaking]


def explained(report: Report, quoted: Quote = str) -> list[str]:
    """How each figure of `report` is counted, from which source, and how sure it is."""
    sources = {name: f" ({METHODS[name].source})" for name in METHODS if METHODS[name].source}
    counted = [f"{name}: {METHODS[name].counts}{sources.get(name, '')}" for name in used(report)]
    return [*counted, *probabilities(report, quoted), *chances(report)]


def footnote(report: Report, quoted: Quote = str) -> list[str]:
    """The command that says how sure the report is."""
    if not report.has_data:
        return []
    words = " ".join([report.period.label, *_tags(report)])
    return [f"How sure is this? {quoted(f'valuecheck report {words} --methods')}"]


def probabilities(report: Report, quoted: Quote = str) -> list[str]:
    """The chance of each difference that was judged, were there none, by its subject."""
    found = [f"{subject} {_p(figure.p)}" for subject, figure in _judged(report, quoted)]
    return [f"p: {'; '.join(found)}."] if found else []


def chances(report: Report) -> list[str]:
    """How often chance still fools intervals and verdicts."""
    sentences = []
    if any(figure.interval and figure.method not in NO_CONFIDENCE for figure in figures_of(report)):
        sentences.append("One 95% interval in twenty misses.")
    speaking = {figure.method for figure in figures_of(report) if figure.verdict in JUDGED}
    if kinds := [
        f"{what} in {share}" for name, (what, share) in MEASURED.items() if name in speaking
    ]:
        found = "; ".join([*kinds, ANY_VERDICT])
        sentences.append(f"Of simulated years in which nothing changes, chance brings {found}.")
    return sentences


def _tags(report: Report) -> list[str]:
    filters = report.filters
    return [*(KIND + name for name in filters.kinds), *(CUSTOMER + n for n in filters.customers)]


def _judged(report: Report, quoted: Quote) -> Iterator[tuple[str, Figure]]:
    for comparison in report.comparisons:
        new, old = claims.period_names(comparison)
        yield from _with_p(f"{new} against {old}", comparison.difference)
    if report.trend:
        yield from _with_p("trend", report.trend.later_better)
    for sigil, tags in ((KIND, report.kinds), (CUSTOMER, report.customers)):
        for tag in tags:
            yield from _with_p(f"{quoted(sigil + tag.name)} days", tag.against_rest)
    yield from _with_p("weekdays", report.weekdays.difference)
    for each in report.feedback.customers if report.feedback else ():
        if each.gap:
            yield from _with_p(f"gap to {quoted(CUSTOMER + each.name)}", each.gap)


def _with_p(subject: str, figure: Figure) -> Iterator[tuple[str, Figure]]:
    if figure.p is not None:
        yield subject, figure


def _p(p: float | None) -> str:
    """Such as `.07`, `.004`, `< .001`, `1`."""
    if p is None or p < 0.001:
        return "< .001"
    shown = f"{p:.3f}" if p < 0.01 else f"{p:.2f}"
    return "1" if float(shown) == 1 else shown.removeprefix("0")


def figures_of(report: Report) -> Iterator[Figure]:
    """All figures of a report."""
    # These have none, and in a lifetime there are tens of thousands of them.
    return _figures(report._replace(days=(), weeks=(), rows=(), notes=()))


def _figures(part: object) -> Iterator[Figure]:
    if isinstance(part, Figure):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _figures(each)
