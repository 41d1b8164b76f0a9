"""The date forms of exports: read one way, or not at all."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from datetime import time as clock_time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from valuecheck.core.errors import UsageError
from valuecheck.exchange.cells import BadCellError, UndecidedError
from valuecheck.exchange.date_forms import Order
from valuecheck.exchange.dates import Dates, parse_order, parse_when
from valuecheck.exchange.months import MONTH_NUMBERS

NOW = datetime.fromisoformat("2026-11-20T09:00:00+01:00")
FOUR = clock_time(4)


def read(text: str, order: Order | None = None, now: datetime = NOW) -> str:
    """The day in `text`, and the moment in the form that is the same everywhere."""
    when = parse_when(text, Dates.here(order, now, FOUR))
    return f"{when.day} {when.text}"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-19", "2026-11-19"),
        ("2026/11/19", "2026-11-19"),
        ("2026.11.9", "2026-11-09"),
        ("19.11.2026", "2026-11-19"),
        ("3.4.2026", "2026-04-03"),
        ("03.04.26", "2026-04-03"),
        ("19/11/2026", "2026-11-19"),
        ("11/19/2026", "2026-11-19"),
        ("19-11-2026", "2026-11-19"),
        ("3/3/2026", "2026-03-03"),
        ("19 Nov 2026", "2026-11-19"),
        ("19-Nov-26", "2026-11-19"),
        ("19-Nov-98", "1998-11-19"),
        ("19. November 2026", "2026-11-19"),
        ("Nov 19, 2026", "2026-11-19"),
        ("NOVEMBER 19th 2026", "2026-11-19"),
        ("Thu, 19 Nov 2026", "2026-11-19"),
        ("Thursday, November 19, 2026", "2026-11-19"),
        ("3 Sept 2026", "2026-09-03"),
        (" 2026-11-19 ", "2026-11-19"),
        ("2026-11-19 14:32", "2026-11-19T14:32:00"),
        ("2026-11-19T14:32:10.123", "2026-11-19T14:32:10"),
        ("11/19/2026 2:32 PM", "2026-11-19T14:32:00"),
        ("11/19/2026 2:32\u202fp.m.", "2026-11-19T14:32:00"),
        ("11/19/26 11:59 AM", "2026-11-19T11:59:00"),
        ("11/19/26 12:01 PM", "2026-11-19T12:01:00"),
        ("Nov 19, 2026 at 2:32 PM", "2026-11-19T14:32:00"),
        ("19.11.2026, 14:32", "2026-11-19T14:32:00"),
        ("20261119", "2026-11-19"),
        ("20261119 143210", "2026-11-19T14:32:10"),
        ("19.11.2026 um 14:32 Uhr", "2026-11-19T14:32:00"),
        ("19. Nov. 2026 14.32.10", "2026-11-19T14:32:10"),
        ("Do., 19. November 2026", "2026-11-19"),
        ("19 novembre 2026 à 14h32", "2026-11-19T14:32:00"),
        ("jeu. 19 nov. 2026", "2026-11-19"),
        ("1er août 2026", "2026-08-01"),
        ("19 de noviembre de 2026, 2:32 p. m.", "2026-11-19T14:32:00"),
        ("quinta-feira, 19 de novembro de 2026 às 14:32", "2026-11-19T14:32:00"),
        ("19 dicembre 2025", "2025-12-19"),
        ("donderdag 19 november 2026", "2026-11-19"),
        ("2026年11月19日", "2026-11-19"),
        ("２０２６年１１月１９日(木) 午後2:32", "2026-11-19T14:32:00"),
        ("2026年11月19日 14時32分10秒", "2026-11-19T14:32:10"),
    ],
)
def test_a_date_form_is_read(text: str, moment: str) -> None:
    assert read(text) == f"{moment[:10]} {moment}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-11-19T03:30:00Z", "2026-11-19 2026-11-19T03:30:00+00:00"),
        ("2026-11-18T23:30:00Z", "2026-11-18 2026-11-18T23:30:00+00:00"),
        ("2026-11-18 23:30:00 UTC", "2026-11-18 2026-11-18T23:30:00+00:00"),
        ("2026-11-18T22:30:00+00:00", "2026-11-18 2026-11-18T22:30:00+00:00"),
        ("2026/11/19 12:30:00 AM GMT+2", "2026-11-18 2026-11-18T22:30:00+00:00"),
        ("2026/11/18 2:32:10 PM GMT-8", "2026-11-18 2026-11-18T22:32:10+00:00"),
        ("Wed, 18 Nov 2026 23:30:00 +0000", "2026-11-18 2026-11-18T23:30:00+00:00"),
        ("1795042800", "2026-11-19 2026-11-18T23:00:00+00:00"),
        ("1795042800123", "2026-11-19 2026-11-18T23:00:00+00:00"),
        ("1795042800.123", "2026-11-19 2026-11-18T23:00:00+00:00"),
        ("1795042800123456", "2026-11-19 2026-11-18T23:00:00+00:00"),
        ("2026-11-18 17:30:00 EST", "2026-11-18 2026-11-18T22:30:00+00:00"),
        ("2026/11/18 5:30:00 pm EST", "2026-11-18 2026-11-18T22:30:00+00:00"),
        ("19.11.2026 14:32 MEZ", "2026-11-19 2026-11-19T13:32:00+00:00"),
        ("2026-11-19 14:32 (Central European Time)", "2026-11-19 2026-11-19T13:32:00+00:00"),
        ("2026-11-19T14:32:10+01:00[Europe/Berlin]", "2026-11-19 2026-11-19T13:32:10+00:00"),
        ("2026-07-19 14:32 Europe/Berlin", "2026-07-19 2026-07-19T12:32:00+00:00"),
        ("2026-11-19 13:32:10.000 +0000 UTC", "2026-11-19 2026-11-19T13:32:10+00:00"),
        ("20261119T133210Z", "2026-11-19 2026-11-19T13:32:10+00:00"),
        ("Thu Nov 19 14:32:10 CET 2026", "2026-11-19 2026-11-19T13:32:10+00:00"),
        (
            "Thu Nov 19 2026 14:32:10 GMT+0100 (Central European Standard Time)",
            "2026-11-19 2026-11-19T13:32:10+00:00",
        ),
    ],
)
def test_a_moment_counts_for_the_local_day(text: str, told: str) -> None:
    assert read(text) == told


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-19 00:01", "2026-11-18"),
        ("11/19/26 12:01 AM", "2026-11-18"),
        ("2026-11-19T03:59:59", "2026-11-18"),
        ("2026-11-19 04:00", "2026-11-19"),
        ("2026-11-19T02:59:59Z", "2026-11-18"),
        ("2026-11-19T03:00:00Z", "2026-11-19"),
        ("2026-11-19 00:00", "2026-11-19"),
        ("2026-11-19T00:00:00Z", "2026-11-19"),
        ("2026-11-18T23:00:00Z", "2026-11-19"),
        ("19.11.2026", "2026-11-19"),
    ],
)
def test_the_night_belongs_to_the_day_before_but_midnight_is_a_date(text: str, day: str) -> None:
    assert read(text)[:10] == day


def test_the_zone_of_the_machine_knows_its_summer(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        assert read("2026-07-02T02:30:00Z").startswith("2026-07-02")
        assert read("2026-01-02T02:30:00Z").startswith("2026-01-01")
    time.tzset()


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("03/04/2026", {"dmy": "2026-04-03", "mdy": "2026-03-04"}),
        ("03-04-2026 14:32", {"dmy": "2026-04-03", "mdy": "2026-03-04"}),
        ("03/04/05", {"dmy": "2005-04-03", "mdy": "2005-03-04", "ymd": "2003-04-05"}),
        ("25/11/20", {"dmy": "2020-11-25", "ymd": "2025-11-20"}),
    ],
)
def test_a_date_that_reads_in_two_ways_needs_an_order(text: str, orders: dict[str, str]) -> None:
    with pytest.raises(UndecidedError) as refused:
        read(text)
    assert refused.value.remedy == "add " + " or ".join(f"--date-order {name}" for name in orders)
    for name, day in orders.items():
        assert read(text, Order(name))[:10] == day


@pytest.mark.parametrize(
    ("text", "order", "moment"),
    [
        ("46345", Order.EXCEL, "2026-11-19T00:00:00"),
        ("46345.604166667", Order.EXCEL, "2026-11-19T14:30:00"),
        ("46345,604166667", Order.EXCEL, "2026-11-19T14:30:00"),
        ("44883", Order.EXCEL_1904, "2026-11-19T00:00:00"),
        ("25569", Order.EXCEL, "1970-01-01T00:00:00"),
    ],
)
def test_a_serial_number_is_a_day_where_one_says_so(text: str, order: Order, moment: str) -> None:
    assert read(text, order) == f"{moment[:10]} {moment}"
    with pytest.raises(UndecidedError, match="as Excel counts them"):
        read(text)
    with pytest.raises(UndecidedError, match="as Excel counts them"):
        read(text, Order.DMY)


@pytest.mark.parametrize(
    ("text", "order", "why"),
    [
        ("", None, "it has no date"),
        ("yesterday", None, "'yesterday' is no date"),
        ("2026", None, "is no date"),
        ("2026-W47", None, "is no date"),
        ("30/02/2026", None, "is no date"),
        ("2026-02-30", None, "is no date"),
        ("1900-01-00", None, "is no date"),
        ("19 Foo 2026", None, "is no date"),
        ("Foo 19, 2026", None, "is no date"),
        ("20 Nov 26x", None, "is no date"),
        ("2026-11-19 25:00", None, "is no date"),
        ("2026-11-19 0:30 PM", None, "is no date"),
        ("2026-11-19 14:32 +99", None, "is no date"),
        ("2026-11-19 lunch", None, "is no date"),
        ("2026-11-19 14:32 at lunch", None, "is no date"),
        ("20261319", None, "is no date"),
        ("20261119143210123", None, "is no date"),
        ("Foo, 19 November 2026", None, "is no date"),
        ("1.794906E+12", None, "is no date"),
        ("x" * 100_000, None, "is no date"),
        ("0001-01-01T00:00:00+14:00", None, "is no date"),
        ("31/02/2026", Order.DMY, "is no date"),
        ("2026-11-21", None, "2026-11-21 is in the future"),
        ("2026-11-21T03:30:00Z", None, "2026-11-21 is in the future"),
        ("1969-12-31", None, "1969-12-31 is before 1970"),
        ("1904-01-01", None, "1904-01-01 is before 1970"),
        ("00001", Order.EXCEL, "1899-12-31 is before 1970"),
        ("9999999999", None, "is in the future"),
    ],
)
def test_what_is_no_day_says_why(text: str, order: Order | None, why: str) -> None:
    with pytest.raises(BadCellError, match=why):
        read(text, order)


@pytest.mark.parametrize(("text", "order"), [("19/11/2026", Order.MDY), ("03/04/2026", Order.YMD)])
def test_a_date_in_another_order_puts_all_in_doubt(text: str, order: Order) -> None:
    with pytest.raises(UndecidedError, match=f"is no date in the order {order}, but in another"):
        read(text, order)


@pytest.mark.parametrize("name", ["IST", "BST", "(Moon Time)", "[Mars/Base]", "Mars/Base"])
def test_a_zone_that_is_not_known_is_left_aside_and_named(name: str) -> None:
    when = parse_when(f"2026-11-18 23:30 {name}", Dates.here(None, NOW, FOUR))
    assert (when.day.isoformat(), when.aside) == ("2026-11-18", name.strip("()[]"))


@given(st.sampled_from([*MONTH_NUMBERS]))
def test_every_name_of_a_month_is_that_month(name: str) -> None:
    number = MONTH_NUMBERS[name]
    for text in (f"3 {name} 2026", f"3. {name.title()}. 2026", f"{name.upper()} 3, 2026"):
        assert read(text, now=NOW.replace(month=12, day=31))[:10] == f"2026-{number:02}-03"


def test_moments_of_a_column_that_names_a_zone_are_in_it() -> None:
    dates = Dates.here(None, NOW, FOUR)._replace(written_in=UTC)
    when = parse_when("2026-11-18 23:30", dates)
    assert (when.day.isoformat(), when.text) == ("2026-11-18", "2026-11-18T23:30:00")
    assert parse_when("2026-11-19 03:30", dates).day.isoformat() == "2026-11-19"
    assert parse_when("2026-11-19 03:30 +0100", dates).day.isoformat() == "2026-11-18"


def test_today_is_no_future() -> None:
    assert read("2026-11-20T23:59:00+01:00")[:10] == "2026-11-20"


def test_an_order_has_one_of_five_names() -> None:
    assert parse_order(" DMY ") is Order.DMY
    with pytest.raises(UsageError, match="use dmy, mdy, ymd, excel, excel-1904"):
        parse_order("german")


PAST = st.dates(date(1970, 1, 1), date(2026, 11, 20))


@given(PAST)
def test_a_day_is_itself_in_every_form_that_reads_one_way(day: date) -> None:
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d %b %Y", "%B %d, %Y", "%d-%b-%Y"):
        assert read(day.strftime(form))[:10] == day.isoformat()


@given(PAST, st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_no_order_is_ever_guessed(day: date, form: str) -> None:
    order = Order.DMY if form[1] == "d" else Order.MDY
    text = day.strftime(form)
    try:
        told = read(text)
    except UndecidedError:
        assert day.day <= 12
        told = read(text, order)
    assert told[:10] == day.isoformat()


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2026, 11, 18), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(-12 * 60, 14 * 60),
)
def test_a_moment_is_the_same_whatever_offset_it_is_written_with(
    moment: datetime, minutes: int
) -> None:
    there = moment.astimezone(timezone(timedelta(minutes=minutes)))
    assume(clock_time() not in (moment.time(), there.time()))
    assert read(there.isoformat()) == read(moment.isoformat())


@given(st.text())
def test_any_text_is_a_day_or_refused(text: str) -> None:
    for order in (None, *Order):
        with suppress(BadCellError, UndecidedError):
            assert read(text, order)[:10] <= "2026-11-20"
