"""How each figure is counted and from which source, for `--methods` and the footnote."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from valuecheck.report.figure import Figure, Part, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.report.model import Report


class Method(NamedTuple):
    """What `counts` says in one sentence, and who found it (empty for plain counting)."""

    counts: str
    source: str


METHODS = {
    "recorded workdays": Method(
        "Workdays with a check-in, of the workdays since the first one; days off are neutral, "
        "today counts once recorded.",
        "",
    ),
    "Manski bounds": Method(
        "The happy share if every unrecorded workday was bad, and if every one was good; shown "
        "below 80% coverage.",
        "Manski 1990, Am. Econ. Rev. 80:319",
    ),
    "Wilson": Method(
        "Days whose average is 3.5 or more, with the 95% interval of a share; from 5 days on, "
        "allowing for days that resemble the day before from 20 on.",
        "Wilson 1927; Brown, Cai & DasGupta 2001",
    ),
    "Student t": Method(
        "The average of the days' averages from 3 days on, its 95% interval from 5, allowing for "
        "days that resemble the day before.",
        "Student 1908; Bayley & Hammersley 1946",
    ),
    "mean": Method("The average of the days with a tag, from 5 days on.", ""),
    "XmR": Method(
        "Weekly averages of the latest 52 weeks with at least 3 days: their average ± 2.66 times "
        "the average step from week to week; from 8 weeks on, a trial up to 11.",
        "Shewhart 1931; Wheeler & Chambers 1992",
    ),
    "run of weeks": Method(
        "Eight weeks or more in a row on one side of the average, from 12 earlier weeks on.",
        "Western Electric 1956",
    ),
    "Mann–Whitney": Method(
        "Every day of one period against every day of the one before, p < .01, from 10 days on "
        "either side; what would have shown is the change found in four cases of five.",
        "Mann & Whitney 1947; Cohen 1988",
    ),
    "superiority": Method(
        "Of all pairs of a day from either period, the share in which the later period's is the "
        "better; ties count half.",
        "Vargha & Delaney 2000",
    ),
    "Newcombe": Method(
        "The difference of two happy shares with its 95% interval.", "Newcombe 1998, method 10"
    ),
    "Mann–Kendall": Method(
        "Every two days of a closed period, which of them is the better, p < .01, from 20 days "
        "in 4 weeks on.",
        "Mann 1945; Kendall 1975; Hirsch, Slack & Smith 1982",
    ),
    "thirds": Method("The average of the last third of the days minus that of the first.", ""),
    "Mann–Whitney with Holm": Method(
        "Days with a tag against days without it, from 10 of each on, p < .05 for all tags "
        "together.",
        "Mann & Whitney 1947; Holm 1979",
    ),
    "value chain": Method(
        "Each recorded day once: whether a customer that it names pays, or serves one who does "
        "over any number of others.",
        "",
    ),
    "CSAT": Method(
        "The share of 4 and 5 among csat answers with its 95% interval, the percentage from 5 "
        "answers on.",
        "Wilson 1927",
    ),
    "good or bad": Method(
        "The share of good answers with its 95% interval, the percentage from 5 answers on.",
        "Wilson 1927",
    ),
    "NPS": Method(
        "The percentage of 9 and 10 minus that of 0 to 6, with its 95% interval (adjusted Wald); "
        "from 10 answers on.",
        "Reichheld 2003; Rocks 2016, Am. Stat. 70:365",
    ),
    "watermelons": Method(
        "Pairs in which your average is 3.5 or more and they gave csat 1–2, nps 0–6 or bad; the "
        "share with its 95% interval from 5 pairs on.",
        "Wilson 1927",
    ),
    "harder on yourself": Method(
        "Pairs in which your average is 2.5 or less and they gave csat 4–5, nps 9–10 or good.",
        "Wilson 1927",
    ),
    "sign test": Method(
        "Your average minus their csat score, pair by pair; in how many of the pairs that differ "
        "you are the higher, exactly, from 6 on, p < .05 for all customers together.",
        "Dixon & Mood 1946; Holm 1979",
    ),
    "Goodman–Kruskal": Method(
        "Of two pairs on one scale that differ on both sides, how often both differ the same way; "
        "from 20 pairs on.",
        "Goodman & Kruskal 1954",
    ),
    "Kruskal–Wallis": Method(
        "Whether weekdays differ at all, p < .01, from 60 days and 8 of each weekday on.",
        "Kruskal & Wallis 1952",
    ),
}
# What is only said together with the verdict of another method.
BESIDE_OTHERS = {"superiority", "Newcombe", "harder on yourself"}
# What encloses something else than the true value in 95 of 100 cases.
NO_CONFIDENCE = {"XmR", "Manski bounds"}
# Adjusted for being several, so that p < .05 holds for all of them together.
FAMILIES = {"Mann–Whitney with Holm", "sign test"}
BY_CHANCE = {
    number: f"By chance alone about {reports} a tag or a customer clearly different."
    for number, reports in {
        1: "one in twenty such reports finds",
        2: "two in twenty such reports find",
        3: "three in twenty such reports find",
    }.items()
}
JUDGED = {Verdict.CLEAR, Verdict.NO_CLEAR_CHANGE}
MORE = "How this is counted: valuecheck report --methods"


def used(report: Report) -> list[str]:
    """The names of the methods that say something in `report`, in the order of METHODS."""
    speaking = {
        figure.method
        for figure in _figures(report)
        if (figure.value, figure.interval, figure.p) != (None, None, None)
        and figure.verdict is not Verdict.NOT_ENOUGH_DAYS
    }
    return [name for name in METHODS if name in speaking]


def explained(report: Report) -> list[str]:
    """How each figure of `report` is counted, and from which source."""
    sources = {name: f" ({METHODS[name].source})" for name in METHODS if METHODS[name].source}
    return [f"{name}: {METHODS[name].counts}{sources.get(name, '')}" for name in used(report)]


def footnote(report: Report) -> list[str]:
    """The methods by name, how often chance still fools them, and where to read more."""
    return [*chances(report), MORE] if report.says_something else []


def chances(report: Report) -> list[str]:
    """The methods by name, and how often chance still fools them."""
    figures = [*_figures(report)]
    cited = [name for name in used(report) if METHODS[name].source and name not in BESIDE_OTHERS]
    sentences = [f"Methods: {', '.join(cited)}."] if cited else []
    if any(figure.interval and figure.method not in NO_CONFIDENCE for figure in figures):
        sentences.append("One 95% interval in twenty misses.")
    if any(figure.method == "XmR" and figure.verdict in JUDGED for figure in figures):
        sentences.append("About one unusual week a year is chance.")
    if any(figure.p is not None and figure.method not in FAMILIES for figure in figures):
        sentences.append("Of a hundred comparisons without a true change one or two look clear.")
    if several := _families(report):
        sentences.append(BY_CHANCE[several])
    return sentences


def _families(report: Report) -> int:
    """How many groups of figures are each adjusted for their number: p < .05 holds for a group."""
    gaps = [voice.gap for voice in report.voices.customers if voice.gap] if report.voices else []
    groups = (
        [tag.against_rest for tag in report.kinds],
        [tag.against_rest for tag in report.customers],
        gaps,
    )
    return sum(any(figure.p is not None for figure in group) for group in groups)


def _figures(part: Part) -> Iterator[Figure]:
    if isinstance(part, Figure):
        yield part
        return
    for value in part.__dict__.values():
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Part):
                yield from _figures(item)
