"""Made-up check-ins to report on: the same on every machine and every day."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from valuecheck.core.answer import tags_of
from valuecheck.core.periods import parse_period
from valuecheck.core.records import Customer, Feedback, FeedbackTally, Filters, Scored
from valuecheck.core.value_chain import Chain
from valuecheck.core.workdays import WorkCalendar, Workweek
from valuecheck.report import ReportInputs, looks_back
from valuecheck.report.inputs import NO_CHAIN, settling_days
from valuecheck.report.pairs import gaps, own_days, paired
from valuecheck.stats.day_values import day_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

QUESTION = "If paying customers knew this was what they funded, how happy would they be?"
TODAY = date(2026, 11, 20)
NOTES = (
    "fixed checkout outage +incident @retail",
    "third status meeting about the migration, nobody decided anything at all +meeting",
    "capacity plan for Black Friday +capacity @retail",
    "database upgrade +upgrade @platform",
    "",
)


def check_in(
    day: str | date, score: int, note: str = "", *, later: bool = False, question: str = QUESTION
) -> Scored:
    """A check-in, given on its day or later."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    tags = tags_of(note)
    return Scored(
        day=day,
        score=score,
        note=note,
        kinds=tags.kinds,
        customers=tags.customers,
        question=question,
        filled_in_later=later,
    )


def weekdays(*off: date) -> WorkCalendar:
    """Monday to Friday, without the days `off`."""
    return WorkCalendar([Workweek(date.min, frozenset(range(5)))], frozenset(off))


def inputs(
    rows: Iterable[Scored],
    period: str = "week",
    *,
    filters: Filters | None = None,
    calendar: WorkCalendar | None = None,
    today: date = TODAY,
    every_note: bool = False,
    feedback: Sequence[Feedback] = (),
    chain: Chain = NO_CHAIN,
    window_days: int = 14,
) -> ReportInputs:
    """Return the inputs for `period` of a store with `rows` and `feedback` alone."""
    filters = filters or Filters()
    rows = sorted(rows, key=lambda row: row.day)
    span = parse_period(period, today)
    first, last = span.start or date.min, span.end or date.max
    within = [row for row in rows if first <= row.day <= last and matches(row, filters)]
    before = [row for row in rows if looks_back(span) and row.day < first and matches(row, filters)]
    earlier = day_values((row.day, row.score) for row in before)
    began = next((row.day for row in rows if not row.filled_in_later), None)
    found = ReportInputs(
        span, filters, within, calendar or weekdays(), today, began, earlier, every_note=every_note,
        chain=chain, settling=settling_days(Counter(row.day for row in rows)),
    )  # fmt: skip
    said = [row for row in feedback if first <= row.day <= last and is_from(row, filters)]
    back = first - timedelta(window_days) if first > date.min else first
    near = [row for row in rows if back <= row.day <= last and matches(row, filters)]
    pairs = [*paired(_tallied(said), own_days(near), window_days, chain.name)]
    shown = {pair.feedback[:4] for pair in pairs if found.quotes_all_feedback or pair.mismatch}
    newest = sorted(said, key=lambda row: (row.day, row.id), reverse=True)
    quoted = [row for row in newest if (row.day, row.customer, row.scale, row.score) in shown]
    return found._replace(
        window_days=window_days,
        pairs=pairs,
        quoted=quoted,
        gaps=gaps(
            _tallied(row for row in feedback if first <= row.day <= last),
            own_days(row for row in rows if first <= row.day <= last),
            window_days,
            first,
            min(last, today - timedelta(days=1)),
            chain.name,
        ),
    )


def _tallied(said: Iterable[Feedback]) -> list[FeedbackTally]:
    cells = Counter((row.day, row.customer, row.scale, row.score) for row in said)
    return [FeedbackTally(*cell, pieces) for cell, pieces in sorted(cells.items())]


def said(
    day: str | date, customer: str, score: int, words: str = "", scale: str = "csat"
) -> Feedback:
    """A piece of feedback."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return Feedback(
        id=f"{day}-{customer}-{scale}-{score}-{words}",
        day=day,
        at=datetime(2026, 11, 20, 9, tzinfo=UTC),
        customer=customer,
        scale=scale,
        score=score,
        words=words,
        source="survey",
    )


def is_from(row: Feedback, filters: Filters) -> bool:
    """Return whether feedback belongs to a report with these filters."""
    return not filters.kinds and (not filters.customers or row.customer in filters.customers)


def a_chain() -> Chain:
    """Two infrastructure teams, two application teams, two business customers, one of whom pays."""
    serves = {
        "platform": ("checkout", "search"),
        "network": ("checkout",),
        "checkout": ("retail", "b2b"),
        "search": ("retail",),
        "retail": ("shoppers",),
        "b2b": (),
        "shoppers": (),
        "legal": (),
    }
    paying = {"shoppers", "b2b"}
    return Chain(Customer(name=n, serves=s, pays=n in paying) for n, s in serves.items())


def a_season(first: date = date(2026, 10, 1), last: date = TODAY) -> list[Scored]:
    """Work for several customers, and for none, with good scores of the user."""
    notes = ("outage fixed @retail", "index @search", "gift cards @shoppers", "hosts @network", "")
    chance = random.Random(5)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return [
        check_in(day, chance.choice((3, 4, 4, 5)), notes[number % len(notes)])
        for number, day in enumerate(day for day in days if day.weekday() < 5)
    ]


def what_they_said() -> list[Feedback]:
    """Feedback on that season: @retail is a watermelon."""
    retail = [
        said(date(2026, 10, 5) + timedelta(days=4 * i), "retail", score, words)
        for i, (score, words) in enumerate(
            [(2, "still slow at noon"), (1, "we lost orders"), (2, ""), (4, "fixed within minutes"),
             (2, "third week running"), (1, "nobody tells us why"), (3, ""), (2, "slow again")]
        )
    ]  # fmt: skip
    shoppers = [
        said(date(2026, 10, 6) + timedelta(days=3 * i), "shoppers", score, "the app", scale="nps")
        for i, score in enumerate((9, 10, 3, 8, 9, 6, 10, 9, 0, 10, 7, 9))
    ]
    others = [
        said("2026-11-04", "search", 1, "found it", scale="good-bad"),
        said("2026-11-05", "b2b", 5, "thank you"),
        said("2026-11-19", "retail", 2, "still slow at noon, third week running"),
    ]
    return [*retail, *shoppers, *others]


def matches(row: Scored, filters: Filters) -> bool:
    """Return whether `row` has one of the kinds and one of the customers of the filters."""
    return (not filters.kinds or bool({*filters.kinds} & {*row.kinds})) and (
        not filters.customers or bool({*filters.customers} & {*row.customers})
    )


def scores(*scores: int, first: date = date(2026, 11, 16)) -> list[Scored]:
    """One check-in a day from `first` on, weekends included."""
    return [check_in(first + timedelta(days=i), score) for i, score in enumerate(scores)]


def workdays_of(first: date, last: date, *, gaps: float = 0.1, seed: int = 1) -> list[Scored]:
    """A believable person: most workdays from `first` to `last`, now and then twice a day."""
    chance = random.Random(seed)
    rows = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if day.weekday() < 5 and chance.random() >= gaps:
            for _ in range(1 + (chance.random() < 0.1)):
                score = min(5, max(1, round(chance.gauss(3.5, 1))))
                rows.append(check_in(day, score, chance.choice(NOTES)))
    return rows


def a_week() -> Sequence[Scored]:
    """Five check-ins on four days, Thursday missing."""
    return [
        check_in("2026-11-16", 4, NOTES[0]),
        check_in("2026-11-17", 2, NOTES[1]),
        check_in("2026-11-18", 4, NOTES[2]),
        check_in("2026-11-18", 5, "restore rehearsed: 12 minutes +dr @checkout"),
        check_in("2026-11-20", 4, NOTES[3]),
    ]


def a_bad_week() -> Sequence[Scored]:
    """Four days that nobody would pay for."""
    return [check_in(date(2026, 11, 16 + i), 1, NOTES[1]) for i in range(4)]


HOSTILE = (
    "[bold red]markup[/] [link=https://evil.example]x[/link] :smile:",
    "\x1b[31mred\x1b[0m \x9b2J \x07 \r overwritten",
    "<script>alert(1)</script> <img src=x onerror=alert(1)> &amp; \"'",
    "\u202egnirts desrever\u202c \u2066isolated\u2069",
    "=cmd|' /C calc'!A0",
    "`code` ``more`` | bar | **bold** [link](javascript:alert(1)) @everyone <!-- -->",
    "x" * 1000,
    "日本語の長いメモ " * 20 + "👩‍👩‍👧‍👦 e\u0301 עברית",
)


def hostile_week() -> Sequence[Scored]:
    """Notes that try to act on whatever shows them."""
    monday = date(2026, 11, 16)
    return [
        check_in(monday + timedelta(days=i % 5), 1 + i % 5, note) for i, note in enumerate(HOSTILE)
    ]
