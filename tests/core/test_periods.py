"""The words for periods."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.test_days import NO_DAY
from valuecheck.core.days import DAY_WORDS, ONE_DAY, PERIOD_WORDS, UNITS, parse_day
from valuecheck.core.errors import UsageError
from valuecheck.core.periods import parse_days, parse_period, unit_period

FRIDAY = date(2026, 11, 20)
dates = st.dates(date(1970, 1, 5), date(2999, 12, 31))


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("fri", "2026-11-20", "2026-11-20"),
        ("tomorrow", "2026-11-21", "2026-11-21"),
        ("mon..fri", "2026-11-23", "2026-11-27"),
        ("sat..mon", "2026-11-21", "2026-11-23"),
        ("tomorrow..sun", "2026-11-21", "2026-11-22"),
        ("yesterday..today", "2026-11-19", "2026-11-20"),
        ("2026-12-24..2027-01-03", "2026-12-24", "2027-01-03"),
        ("2026-12-24..fri", "2026-12-24", "2026-12-25"),
    ],
)
def test_days_to_come_are_counted_forward(word: str, first: str, last: str) -> None:
    expected = (date.fromisoformat(first), date.fromisoformat(last))
    assert parse_days(word, FRIDAY) == expected


@pytest.mark.parametrize("word", ["", "..", "mon..", "..mon", "a..b..c", "2027-01-03..2026-12-24"])
def test_days_to_come_without_two_ends_in_order_are_refused(word: str) -> None:
    with pytest.raises(UsageError, match=r"is not a day|ends before it begins"):
        parse_days(word, FRIDAY)


# PERIOD


@pytest.mark.parametrize(
    ("word", "label", "unit", "start", "end"),
    [
        ("today", "2026-11-20", "day", "2026-11-20", "2026-11-20"),
        ("yesterday", "2026-11-19", "day", "2026-11-19", "2026-11-19"),
        ("Mon", "2026-11-16", "day", "2026-11-16", "2026-11-16"),
        ("week", "2026-W47", "week", "2026-11-16", "2026-11-22"),
        ("month", "2026-11", "month", "2026-11-01", "2026-11-30"),
        ("Quarter", "2026-Q4", "quarter", "2026-10-01", "2026-12-31"),
        ("year", "2026", "year", "2026-01-01", "2026-12-31"),
        ("last-week", "2026-W46", "week", "2026-11-09", "2026-11-15"),
        ("last-month", "2026-10", "month", "2026-10-01", "2026-10-31"),
        ("last-quarter", "2026-Q3", "quarter", "2026-07-01", "2026-09-30"),
        ("last-year", "2025", "year", "2025-01-01", "2025-12-31"),
        ("2026-w01", "2026-W01", "week", "2025-12-29", "2026-01-04"),
        ("2020-W53", "2020-W53", "week", "2020-12-28", "2021-01-03"),
        ("2024-02", "2024-02", "month", "2024-02-01", "2024-02-29"),
        ("2026-q1", "2026-Q1", "quarter", "2026-01-01", "2026-03-31"),
        ("2026", "2026", "year", "2026-01-01", "2026-12-31"),
        ("0999-11", "0999-11", "month", "0999-11-01", "0999-11-30"),
        ("30d", "30d", "range", "2026-10-22", "2026-11-20"),
        ("1d", "1d", "range", "2026-11-20", "2026-11-20"),
        ("365d", "365d", "range", "2025-11-21", "2026-11-20"),
        ("all", "all", "all", None, None),
        ("2026-11-01..2026-11-20", "2026-11-01..2026-11-20", "range", "2026-11-01", "2026-11-20"),
        ("mon..today", "2026-11-16..2026-11-20", "range", "2026-11-16", "2026-11-20"),
        ("2026-11-01..", "2026-11-01..", "range", "2026-11-01", None),
        ("..yesterday", "..2026-11-19", "range", None, "2026-11-19"),
        ("2026-11-01..2027-01-31", "2026-11-01..2027-01-31", "range", "2026-11-01", "2027-01-31"),
    ],
)
def test_a_period_word_names_its_days(
    word: str, label: str, unit: str, start: str | None, end: str | None
) -> None:
    period = parse_period(word, FRIDAY)
    assert (period.label, period.unit) == (label, unit)
    assert period.start == (date.fromisoformat(start) if start else None)
    assert period.end == (date.fromisoformat(end) if end else None)


NO_PERIOD = ["2025-W53", "2026-W00", "2026-W54", "2026-W7", "2026-13", "2026-00", "2026-Q5"]
NO_PERIOD += ["0000", "0d", "030d", "-3d", "100000d", "last-day", "last-", "..", "weeks", "202611"]
NO_PERIOD += [word for word in NO_DAY if word != "2026-11-20 "]


@pytest.mark.parametrize("word", NO_PERIOD)
def test_a_word_that_is_no_period_is_refused(word: str) -> None:
    with pytest.raises(UsageError, match="is not a period; use week, last-month, 2026-W47"):
        parse_period(word, FRIDAY)


@pytest.mark.parametrize("word", ["a..b", "2026-11-01..2026-11-31", "mon..tomorrow", "a..b..c"])
def test_a_range_with_an_end_that_is_no_day_is_refused(word: str) -> None:
    with pytest.raises(UsageError, match="is not a day"):
        parse_period(word, FRIDAY)


@pytest.mark.parametrize("word", ["2026-11-20..2026-11-01", "today..yesterday"])
def test_a_period_that_ends_before_it_begins_is_refused(word: str) -> None:
    with pytest.raises(UsageError, match="ends before it begins; put the earlier day first"):
        parse_period(word, FRIDAY)


@pytest.mark.parametrize(
    "word", ["2026-11-21", "2026-W48", "2026-12", "2027-Q1", "2027", "2026-11-21..", "9999"]
)
def test_a_period_that_lies_in_the_future_is_refused(word: str) -> None:
    with pytest.raises(UsageError, match="lies in the future; name a period that begins on"):
        parse_period(word, FRIDAY)


@given(word=st.text(max_size=20) | st.text(max_size=20).map(lambda word: word * 500))
def test_whatever_is_typed_is_a_period_or_refused_in_one_short_sentence(word: str) -> None:
    try:
        start, sentence = parse_period(word, FRIDAY).start, ""
    except UsageError as refused:
        start, sentence = None, str(refused)
    assert start is None or start <= FRIDAY
    assert not sentence or sentence.isprintable()
    assert len(sentence) < 600


@given(word=st.sampled_from(PERIOD_WORDS), today=dates)
def test_every_known_word_is_a_period_on_every_day(word: str, today: date) -> None:
    period = parse_period(word, today)
    if period.start and period.end:
        assert period.start <= period.end
    if word in UNITS:
        assert period.start is not None
        assert period.end is not None
        assert period.start <= today <= period.end
    if word in DAY_WORDS:
        assert period.start == period.end == parse_day(word, today)


@given(unit=st.sampled_from(UNITS), today=dates)
def test_units_tile_the_calendar_and_their_labels_are_words(unit: str, today: date) -> None:
    this, last = unit_period(unit, today), parse_period(f"last-{unit}", today)
    assert this.start is not None
    assert last.end == this.start - ONE_DAY
    assert parse_period(this.label, today) == this
    assert parse_period(last.label, today) == last
