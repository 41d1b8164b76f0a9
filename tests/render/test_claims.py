"""No claim without a verdict: whatever a report says stands in its JSON."""

from __future__ import annotations

import json
import random
import re
from datetime import date, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import pages
from tests.made_up import TODAY, check_in, inputs, said
from valuecheck import report
from valuecheck.core.days import MONTHS
from valuecheck.render.words import claims, figures, methods, weeks
from valuecheck.report.figure import Figure, Verdict
from valuecheck.report.model import Excursion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.core.records import Feedback, Scored
    from valuecheck.report import Report

CLAIMING = re.compile(r"clear|Rising|Falling|Your weeks|ine of ten|differ|enough|against")
ABOUT_CHANCE = re.compile("^Watermelons|^Harder on|^The first answers")
JUDGING = re.compile(r"clear|Rising|Falling|sinking|rising|sank|rose|weeks lie|no clear|differ:")
PERIODS = ("week", "last-week", "last-month", "last-quarter", "last-year", "year", "all", "90d")


def somebody(seed: int) -> list[Scored]:
    """A user of two years with a drift, a bad kind of work, a bad weekday, gaps: by chance."""
    chance = random.Random(seed)
    drift, bad_kind, bad_weekday = (chance.choice([0, 0, -1.5, 2]) for _ in range(3))
    gaps = chance.choice([0.05, 0.4, 0.9])
    rows = []
    for back in range(730, -1, -1):
        day = TODAY - timedelta(days=back)
        if day.weekday() > 4 or chance.random() < gaps:
            continue
        kind = chance.choice(["incident", "meeting", "upgrade"])
        centre = 3 + drift * (back < 200) + bad_kind * (kind == "incident")
        score = round(chance.gauss(centre + bad_weekday * (day.weekday() == 0), 1))
        rows.append(check_in(day, min(5, max(1, score)), f"+{kind} @retail @search"))
    return rows


def customers_of(seed: int) -> list[Feedback]:
    """Feedback of two customers, by chance higher or lower than the user's own scores."""
    chance = random.Random(seed)
    said_so = []
    for customer in ("retail", "search"):
        centre, often = chance.choice([1.5, 3, 4.5]), chance.choice([0.0, 0.02, 0.1])
        for back in range(730):
            if chance.random() < often:
                score = min(5, max(1, round(chance.gauss(centre, 1))))
                said_so.append(said(TODAY - timedelta(days=back), customer, score))
    return said_so


def numbers_of(part: Any) -> Iterator[float]:
    """Every number in a JSON value."""
    if isinstance(part, dict):
        for value in part.values():
            yield from numbers_of(value)
    elif isinstance(part, list):
        for value in part:
            yield from numbers_of(value)
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield part


def verdicts_of(part: Any) -> Iterator[str]:
    """Every verdict in a JSON value."""
    if isinstance(part, dict):
        if part.get("verdict"):
            yield part["verdict"]
        for value in part.values():
            yield from verdicts_of(value)
    elif isinstance(part, list):
        for value in part:
            yield from verdicts_of(value)


def printable(numbers: set[float]) -> set[str]:
    """The numbers as a sentence may print them, the other side of a share included."""
    shares = {100 * share for number in numbers for share in (number, 1 - number)}
    # JSON has 12 digits: what lies between two roundings may fall either way.
    forms = {f"{abs(number + tiny):.1f}" for number in numbers for tiny in (-1e-9, 0, 1e-9)}
    forms |= {f"{abs(number):.0f}" for number in {*numbers, *shares}}
    # Our own constants: the level of the intervals, and shares next to all or none.
    return forms | {"95", "99", "1"}


@settings(max_examples=settings().max_examples // 2)
@given(st.integers(0, 10_000), st.sampled_from(PERIODS))
def test_every_sentence_has_its_verdict_and_its_numbers_in_json(seed: int, period: str) -> None:
    built = report.build(inputs(somebody(seed), period, feedback=customers_of(seed)))
    data = json.loads(pages.json(built))
    clear, unclear = claims.clear(built), claims.not_clear(built)
    assert len(clear) == [*verdicts_of(data)].count(Verdict.CLEAR)
    assert any("no clear change" in claim for claim in unclear) <= (
        Verdict.NO_CLEAR_CHANGE in {*verdicts_of(data)}
    )
    said = [*clear, *unclear]
    for line in pages.plain(built).splitlines():
        if CLAIMING.search(line) and not ABOUT_CHANCE.search(line):
            assert line in {*said, weeks.band(built)}
    allowed = printable({*numbers_of(data)})
    for sentence in (*said, *figures.headline(built)):
        names = re.sub(rf"Q[1-4]|\b20\d\d\b|\d+ (?:{'|'.join(MONTHS)})", "", sentence).replace(
            ",", ""
        )
        assert {*re.findall(r"\d+(?:\.\d+)?", names)} <= allowed, sentence


@settings(max_examples=settings().max_examples // 5)
@given(st.integers(0, 10_000), st.sampled_from(PERIODS))
def test_every_format_claims_the_same(seed: int, period: str) -> None:
    built = report.build(inputs(somebody(seed), period, feedback=customers_of(seed)))
    said = [*claims.clear(built), *claims.not_clear(built), *claims.numbers_alone(built)]
    explained = [
        pages.terminal(built, explained=True),
        pages.plain(built, explained=True),
        pages.markdown(built, explained=True).replace("`", ""),
        # The page has its methods and sources folded away.
        re.sub(r"<details.*?</details>", "", pages.html(built, notes=False)),
    ]
    default = [pages.terminal(built), pages.plain(built), pages.csv(built, notes=True)]
    for written in (*explained, *default):
        text = " ".join(re.sub(r"<[^>]*>", " ", unescape(written)).split())
        if written in explained:
            assert [claim for claim in said if claim not in text] == []
        elif not written.startswith("day,value"):
            assert [claim for claim in claims.clear(built) if claim not in text] == []
        for sentence in (*said, weeks.band(built), *methods.explained(built)):
            text = text.replace(sentence, "")
        assert not JUDGING.search(text), text


def excursion(**fields: Any) -> Excursion:
    """Weeks that sink from week 41 on, as of week 47."""
    sinking: dict[str, Any] = {
        "direction": "down", "start": "2026-W41", "end": None, "found": "2026-W45",
        "over": None, "is_new": False, "is_usual_now": False,
        "average": Figure(method="mean", value=2.72, n=6),
        "average_before": Figure(method="mean", value=3.6, n=40),
        "difference": Figure(method="EWMA", value=-0.88, n=6, verdict=Verdict.CLEAR),
    }  # fmt: skip
    return Excursion(**{**sinking, **fields})


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"is_new": True}, "Your weeks have been sinking since 5 Oct (2.7 against 3.6 before)."),
        ({}, "Your weeks are still lower since 5 Oct (2.7 against 3.6 before)."),
        (
            {"direction": "up", "is_new": True},
            "Your weeks have been rising since 5 Oct (2.7 against 3.6 before).",
        ),
        (
            {"start": "2025-W50", "end": "2026-W03", "over": "2026-W06"},
            "Your weeks sank from 8 Dec 2025 to 18 Jan (2.7 against 3.6 before).",
        ),
        (
            {"end": "2026-W41", "over": "2026-W44", "is_new": True},
            "Your weeks sank from 5 to 11 Oct (2.7 against 3.6 before); back to usual.",
        ),
        (
            {"end": "2026-W47", "over": "2026-W47", "is_usual_now": True},
            "Your weeks have been lower since 5 Oct (2.7 against 3.6 before); this is usual now.",
        ),
    ],
)
def test_a_shift_of_weeks_in_words(fields: dict[str, Any], sentence: str) -> None:
    assert weeks.excursion(excursion(**fields), report.build(inputs([]))) == sentence


def with_band(value: float | None, *, closed: bool) -> Report:
    figure = Figure(method="band of weeks", value=value, n=20, interval=(2.64, 4.5), needed=12)
    built = report.build(inputs([]))
    period = built.period._replace(closed=closed)
    return built._replace(band=figure, period=period)


@pytest.mark.parametrize(
    ("value", "closed", "sentence"),
    [
        (2.3, True, "Average 2.3; nine in ten of the weeks before averaged 2.6 to 4.5."),
        (2.3, False, "Average 2.3 so far; nine in ten of the weeks before averaged 2.6 to 4.5."),
        (None, True, "Nine weeks in ten averaged 2.6 to 4.5."),
    ],
)
def test_the_band_in_words(value: float | None, closed: bool, sentence: str) -> None:
    assert weeks.band(with_band(value, closed=closed)) == sentence


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0%"), (0.001, "under 1%"), (0.655, "66%"), (0.996, "over 99%"), (1, "100%")],
)
def test_a_share_is_never_rounded_to_all_or_none(share: float, words: str) -> None:
    assert figures.percent(share) == words


def test_an_interval_of_shares_in_words() -> None:
    assert figures.percents((0.41, 0.83)) == "41–83%"
    assert figures.percents((0.96, 0.999)) == "96% to over 99%"
    assert figures.percents((0.001, 0.05)) == "under 1% to 5%"


def test_a_difference_that_rounds_to_nothing_has_no_sign() -> None:
    assert [figures.signed(each) for each in (0.8, -0.04, 0.04)] == ["+0.8", "0.0", "0.0"]
    assert figures.signed(-0.3, 0) == "0"


def test_what_cannot_be_said_yet_is_said_once() -> None:
    rows = [check_in(date(2026, 11, 16), 4), check_in(date(2026, 11, 17), 4)]
    assert claims.not_clear(report.build(inputs(rows))) == [
        "Not enough days yet: average (2 of 3)."
    ]


@pytest.mark.parametrize("period", ["last-week", "last-month", "2025", "all"])
def test_where_nothing_is_recorded_nothing_is_claimed(period: str) -> None:
    empty = report.build(inputs([], period))
    assert (claims.clear(empty), claims.not_clear(empty)) == ([], [])


def test_yet_is_said_only_while_the_period_is_open() -> None:
    rows = [check_in(date(2026, 11, 10), 4), check_in(date(2026, 11, 11), 4)]
    (closed,) = claims.not_clear(report.build(inputs(rows, "last-week")))
    assert closed == "Not enough days: average (2 of 3)."
