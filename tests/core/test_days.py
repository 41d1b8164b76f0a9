"""The logical day in every time zone, and the words for days."""

from __future__ import annotations

import os
import time as clock
import zoneinfo
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zones import ZONE_NAMES
from valuecheck.core import days
from valuecheck.core.days import (
    ONE_DAY,
    WEEKDAYS,
    day_name,
    instant,
    logical_day,
    moment_of,
    parse_day,
    week_of,
)
from valuecheck.core.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

FRIDAY = date(2026, 11, 20)
FOUR = time(4)
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
STARTS = [FOUR, time(0), time(0, 30), time(1), time(2), time(2, 30), time(3), time(23, 59)]
TICK = timedelta(microseconds=1)
NO_TIME = timedelta()
SKIPPED = [timedelta(minutes=30), timedelta(hours=1), timedelta(hours=2)]

offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
dates = st.dates(date(1970, 1, 5), date(2999, 12, 31))


def moments(
    first: date, last: date, zone: st.SearchStrategy[timezone]
) -> st.SearchStrategy[datetime]:
    begin, end = datetime.combine(first, time()), datetime.combine(last, time())
    return st.datetimes(begin, end, timezones=zone)


@contextmanager
def living_in(zone: str) -> Iterator[None]:
    """Let the process's own time zone be `zone`."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    clock.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        clock.tzset()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@cache
def zones() -> dict[str, list[date]]:
    """Zones of which no two tell the same time in 2025-2027, with the days of their changes."""
    distinct: dict[tuple[object, ...], tuple[str, list[date]]] = {}
    weeks = [FIRST + timedelta(days=number) for number in range(0, (LAST - FIRST).days + 1, 7)]
    for name in ZONE_NAMES:
        zone = zoneinfo.ZoneInfo(name)
        offsets = [datetime.combine(day, time(12), zone).utcoffset() for day in weeks]
        around = [
            weeks[number - 1] + timedelta(days=later)
            for number in range(1, len(weeks))
            if offsets[number] != offsets[number - 1]
            for later in range(8)
        ]
        noons = [datetime.combine(day, time(12), zone).utcoffset() for day in around]
        changes = [
            day
            for day, noon, before in zip(around[1:], noons[1:], noons, strict=False)
            if noon != before
        ]
        distinct.setdefault((offsets[0], *around, *noons), (name, changes))
    return dict(distinct.values())


def assert_is_one_whole_day(day: date, start: time) -> None:
    near = datetime.combine(day, time(12)).astimezone()
    begin, end = instant(day, start, near), instant(day + ONE_DAY, start, near)
    assert timedelta(hours=22) <= end - begin <= timedelta(hours=26)
    assert begin.replace(tzinfo=None) - datetime.combine(day, start) in (NO_TIME, *SKIPPED)
    inside = [begin + part * (end - begin) / 12 for part in range(12)]
    for moment in (*inside, end - TICK):
        assert logical_day(moment.astimezone(), start) == day
    assert logical_day((begin - TICK).astimezone(), start) == day - ONE_DAY
    assert logical_day(end.astimezone(), start) == day + ONE_DAY


def test_days_tile_time_at_every_clock_change_of_every_zone() -> None:
    changed = {name: changes for name, changes in zones().items() if changes}
    assert len(changed) > 20
    for name, changes in changed.items():
        with living_in(name):
            for change in changes:
                for start in STARTS:
                    for day in (change - ONE_DAY, change):
                        assert_is_one_whole_day(day, start)


@given(
    name=st.sampled_from(ZONE_NAMES),
    moment=moments(FIRST, LAST, st.just(UTC)),
    start=st.times().map(lambda start: start.replace(second=0, microsecond=0)),
)
def test_every_moment_has_exactly_one_day_in_every_zone(
    name: str, moment: datetime, start: time
) -> None:
    with living_in(name):
        local = moment.astimezone()
        assert local.utcoffset() == moment.astimezone(zoneinfo.ZoneInfo(name)).utcoffset()
        day = logical_day(local, start)
        assert instant(day, start, local) <= local < instant(day + ONE_DAY, start, local)


def test_the_default_start_of_day_shows_four_on_the_wall_in_every_zone_all_year() -> None:
    for name in zones():
        with living_in(name):
            day = FIRST
            while day <= LAST:
                near = datetime.combine(day, time(12)).astimezone()
                assert instant(day, FOUR, near).astimezone().time() == FOUR
                day += timedelta(days=13)


@given(moment=moments(date(1971, 1, 1), date(8999, 1, 1), offsets))
def test_with_a_fixed_offset_the_day_is_the_date_of_four_hours_ago(moment: datetime) -> None:
    with living_in("UTC"):
        assert logical_day(moment, FOUR) == (moment - timedelta(hours=4)).date()


@pytest.mark.parametrize("offset", ["+02:00", "+01:00"])
def test_half_past_one_on_the_night_of_the_clock_change_belongs_to_the_day_before(
    offset: str,
) -> None:
    with living_in("Europe/Berlin"):
        assert logical_day(at(f"2026-10-25T01:30:00{offset}"), FOUR) == date(2026, 10, 24)
        assert logical_day(at("2026-03-29T01:30:00+01:00"), FOUR) == date(2026, 3, 28)


def test_a_clock_set_back_over_the_start_of_day_does_not_bring_the_day_before_back() -> None:
    start = time(2, 30)
    with living_in("Europe/Berlin"):
        assert logical_day(at("2026-10-25T02:40:00+02:00"), start) == date(2026, 10, 25)
        assert logical_day(at("2026-10-25T02:10:00+01:00"), start) == date(2026, 10, 25)
    with living_in("America/St_Johns"):
        assert logical_day(at("2010-11-06T23:30:00-03:30"), time(0)) == date(2010, 11, 7)


def test_a_skipped_midnight_starts_the_day_at_the_moment_of_the_change() -> None:
    with living_in("Africa/Cairo"):
        change, day_before = at("2026-04-24T00:00:00+02:00"), at("2026-04-23T12:00:00+02:00")
        assert instant(date(2026, 4, 24), time(0), day_before) == change
        assert logical_day((change - TICK).astimezone(), time(0)) == date(2026, 4, 23)
        assert logical_day(change.astimezone(), time(0)) == date(2026, 4, 24)


def test_a_day_that_a_country_skipped_has_no_moment() -> None:
    with living_in("Pacific/Apia"):
        end = at("2011-12-31T04:00:00+14:00")
        assert logical_day((end - TICK).astimezone(), FOUR) == date(2011, 12, 29)
        assert logical_day(end, FOUR) == date(2011, 12, 31)


def test_a_laptop_flown_from_tokyo_to_san_francisco_is_in_the_day_before() -> None:
    takeoff, landing = at("2026-11-20T17:00:00+09:00"), at("2026-11-20T02:30:00-08:00")
    for zone in ("Asia/Tokyo", "America/Los_Angeles"):
        with living_in(zone):
            assert logical_day(takeoff, FOUR) == date(2026, 11, 20)
            assert logical_day(landing, FOUR) == date(2026, 11, 19)


def test_an_offset_that_is_not_the_machines_counts_by_itself() -> None:
    with living_in("Europe/Berlin"):
        begin = instant(date(2026, 3, 29), FOUR, at("2026-03-28T12:00:00-05:00"))
    assert begin.isoformat() == "2026-03-29T04:00:00-05:00"


def test_a_clock_time_before_the_start_of_day_means_the_night_after() -> None:
    near = at("2026-11-20T12:00:00+01:00")
    with living_in("UTC"):
        assert moment_of(FRIDAY, time(16, 30), FOUR, near) == at("2026-11-20T16:30:00+01:00")
        assert moment_of(FRIDAY, FOUR, FOUR, near) == at("2026-11-20T04:00:00+01:00")
        assert moment_of(FRIDAY, time(1), FOUR, near) == at("2026-11-21T01:00:00+01:00")


# The clock


def test_now_is_the_machines_time_with_its_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "time", lambda: 1_795_161_600.0)
    with living_in("Asia/Tokyo"):
        assert days.now({}).isoformat() == "2026-11-20T17:00:00+09:00"


def test_valuecheck_now_replaces_the_clock_beside_valuecheck_home() -> None:
    environ = {"VALUECHECK_NOW": "2026-11-20T09:00:00+01:00", "VALUECHECK_HOME": "/somewhere"}
    assert days.now(environ).isoformat() == "2026-11-20T09:00:00+01:00"


@pytest.mark.parametrize(
    ("now", "home"),
    [
        ("2026-11-20T09:00:00+01:00", ""),
        ("2026-11-20T09:00:00", "/somewhere"),
        ("2026-11-20", "/somewhere"),
        ("soon", "/somewhere"),
        ("0001-01-01T00:00:00+00:00", "/somewhere"),
        ("9999-12-31T23:59:59+00:00", "/somewhere"),
    ],
)
def test_a_clock_that_cannot_be_used_is_refused(now: str, home: str) -> None:
    with pytest.raises(UsageError, match="VALUECHECK_NOW") as refused:
        days.now({"VALUECHECK_NOW": now, "VALUECHECK_HOME": home})
    assert refused.value.code == ExitCode.USAGE


@pytest.mark.parametrize("zone", ["UTC-25", "<+24>-24", "<-24>+24", "UTC-15", "LMT-0:53:28"])
@pytest.mark.parametrize("fixed", ["", "2026-11-20T09:00:00+01:00"])
def test_a_time_zone_that_no_stored_time_can_have_is_refused(
    zone: str, fixed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "time", lambda: 1_795_161_600.0)
    environ = {"TZ": zone, "VALUECHECK_NOW": fixed, "VALUECHECK_HOME": "/somewhere"}
    with living_in(zone), pytest.raises(UsageError, match="time zone") as refused:
        days.now(environ)
    assert zone in str(refused.value)
    assert "Europe/Berlin" in refused.value.remedy


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_time_zones_of_all_places_are_usable(zone: str) -> None:
    with living_in(zone):
        assert days.is_storable(days.now({}))


# DAY


@pytest.mark.parametrize(
    ("word", "day"),
    [
        ("today", "2026-11-20"),
        ("yesterday", "2026-11-19"),
        ("fri", "2026-11-20"),
        ("Thu", "2026-11-19"),
        ("sat", "2026-11-14"),
        ("2026-11-02", "2026-11-02"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_a_day_word_names_the_latest_such_day(word: str, day: str) -> None:
    assert parse_day(word, FRIDAY) == date.fromisoformat(day)


@given(today=dates, word=st.sampled_from(WEEKDAYS))
def test_a_weekday_is_the_latest_one_or_with_upcoming_the_next_one(today: date, word: str) -> None:
    past, coming = parse_day(word, today), parse_day(word, today, upcoming=True)
    assert WEEKDAYS[past.weekday()] == WEEKDAYS[coming.weekday()] == word
    assert 0 <= (today - past).days <= 6
    assert 0 <= (coming - today).days <= 6
    assert (past == today) == (coming == today)


@given(day=st.dates())
def test_every_date_is_its_own_word(day: date) -> None:
    assert parse_day(day.isoformat(), FRIDAY) == day


NO_DAY = ["", " ", "noday", "friday", "2026-11-31", "2026-02-29", "20261120", "2026-W47-5"]
NO_DAY += ["2026-11-2", "0000-01-01", "２０２６-11-20", "2026-11-20 ", "20-11-2026", "\x1b[31m"]


@pytest.mark.parametrize("word", [*NO_DAY, "tomorrow"])
def test_a_word_that_is_no_day_is_refused(word: str) -> None:
    with pytest.raises(UsageError, match="is not a day; use today, yesterday, mon to sun") as no:
        parse_day(word, FRIDAY)
    assert "\x1b" not in str(no.value)


def test_tomorrow_is_a_day_only_where_days_to_come_are_meant() -> None:
    assert parse_day("tomorrow", FRIDAY, upcoming=True) == date(2026, 11, 21)
    with pytest.raises(UsageError, match="use today, tomorrow, mon to sun"):
        parse_day("noday", FRIDAY, upcoming=True)


def test_weeks_are_iso_weeks_at_the_turn_of_the_year() -> None:
    assert week_of(date(2026, 12, 31)) == week_of(date(2027, 1, 3)) == "2026-W53"
    assert week_of(date(2027, 1, 4)) == "2027-W01"
    assert week_of(date(2025, 12, 29)) == "2026-W01"


def test_a_day_is_named_the_same_in_every_locale() -> None:
    assert day_name(FRIDAY) == "Fri 20 Nov"
    assert day_name(date(2027, 1, 3)) == "Sun 3 Jan"
    assert day_name(FRIDAY, date(2026, 1, 1)) == "Fri 20 Nov"
    assert day_name(FRIDAY, date(2027, 1, 1)) == "Fri 20 Nov 2026"
