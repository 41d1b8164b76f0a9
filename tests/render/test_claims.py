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

from tests.made_up import TODAY, check_in, evidence, said
from valuecheck import report
from valuecheck.render.formats import html, markdown, plain
from valuecheck.render.formats import json as as_json
from valuecheck.render.formats.terminal import write as terminal
from valuecheck.render.words import claims, figures
from valuecheck.report.figure import Figure, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.core.records import Feedback, Scored
    from valuecheck.report import Report

CLAIMING = re.compile(
    r"clear|Rising|Falling|(above|below|inside) your|between .* and|differ|enough|against"
)
ABOUT_CHANCE = re.compile("Of a hundred comparisons|By chance alone|^Watermelons|^Harder on")
PERIODS = ("week", "last-week", "last-month", "last-quarter", "last-year", "year", "all", "90d")


def somebody(seed: int) -> list[Scored]:
    """A person of two years with a drift, a bad kind of work, a bad weekday, gaps: by chance."""
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
    """What two customers say of somebody: kinder or harsher than the person is, by chance."""
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
        if part.get("method") == "sign test":
            # The others of the pairs that differ have the customer higher.
            yield part["expected"] - part["count"]
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
    forms = {f"{abs(number):.1f}" for number in numbers}
    forms |= {f"{abs(number):.0f}" for number in {*numbers, *shares}}
    # Our own constants: the level of the intervals, and a year or label in a name.
    return forms | {"95"}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(PERIODS))
def test_every_sentence_has_its_verdict_and_its_numbers_in_json(seed: int, period: str) -> None:
    built = report.build(evidence(somebody(seed), period, feedback=customers_of(seed)))
    data = json.loads(as_json.report(built))
    clear, unclear = claims.clear(built), claims.not_clear(built)
    assert len(clear) == [*verdicts_of(data)].count(Verdict.CLEAR)
    assert any("no clear change" in claim for claim in unclear) <= (
        Verdict.NO_CLEAR_CHANGE in {*verdicts_of(data)}
    )
    said = [*clear, *unclear]
    for line in plain.report(built).splitlines():
        if CLAIMING.search(line) and not ABOUT_CHANCE.search(line):
            assert line in said
    allowed = printable({*numbers_of(data)})
    for sentence in (*said, *figures.headline(built)):
        names = re.sub(r"Q[1-4]|\b20\d\d\b|p [=<] \d*\.\d+", "", sentence).replace(",", "")
        assert {*re.findall(r"\d+(?:\.\d+)?", names)} <= allowed, sentence


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(PERIODS))
def test_every_format_claims_the_same(seed: int, period: str) -> None:
    built = report.build(evidence(somebody(seed), period, feedback=customers_of(seed)))
    screen = " ".join(terminal.report(built, 80, unicode=True).plain.split())
    page = unescape(html.report(built, notes=False))
    chat = markdown.report(built, notes=False).replace("`", "")
    for claim in (*claims.clear(built), *claims.not_clear(built)):
        assert claim in screen
        assert claim in page
        assert claim in chat


def with_range(value: float, low: float, high: float, n: int, verdict: Verdict) -> Report:
    figure = Figure(method="XmR", value=value, n=n, interval=(low, high), verdict=verdict, needed=8)
    return report.build(evidence([])).model_copy(
        update={"usual_range": figure, "counts": {1: 0, 2: 0, 3: 3, 4: 0, 5: 0}}
    )


@pytest.mark.parametrize(
    ("built", "sentence"),
    [
        (
            with_range(3.0, 3.1, 4.6, 20, Verdict.CLEAR),
            "This week (3.0) is below your usual range (3.1–4.6).",
        ),
        (
            with_range(4.8, 3.1, 4.6, 12, Verdict.CLEAR),
            "This week (4.8) is above your usual range (3.1–4.6).",
        ),
        (
            with_range(3.6, 2.7, 4.6, 11, Verdict.NO_CLEAR_CHANGE),
            "This week (3.6) is inside your trial range (2.7–4.6).",
        ),
    ],
)
def test_the_usual_range_in_words(built: Report, sentence: str) -> None:
    said = [*claims.clear(built), *claims.not_clear(built)]
    assert sentence in said


def test_what_cannot_be_said_yet_is_said_once() -> None:
    rows = [check_in(date(2026, 11, 16), 4), check_in(date(2026, 11, 17), 4)]
    assert claims.not_clear(report.build(evidence(rows))) == [
        "Not enough days yet: average (2 of 3)."
    ]


@pytest.mark.parametrize("period", ["last-week", "last-month", "2025", "all"])
def test_where_nothing_is_recorded_nothing_is_claimed(period: str) -> None:
    empty = report.build(evidence([], period))
    assert (claims.clear(empty), claims.not_clear(empty)) == ([], [])


@pytest.mark.parametrize(
    ("number", "name"), [(8, "eighth"), (12, "twelfth"), (13, "13th"), (21, "21st"), (112, "112th")]
)
def test_a_run_is_numbered_as_people_do(number: int, name: str) -> None:
    assert claims.ordinal(number) == name
