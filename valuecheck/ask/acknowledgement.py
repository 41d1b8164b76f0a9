"""The lines that say an answer is safe, and what follows from it."""

from __future__ import annotations

import os
from contextlib import suppress

from valuecheck.core.answer import CUSTOMER, KIND, NOT_TODAY
from valuecheck.core.days import ONE_DAY, day_name
from valuecheck.core.errors import StoreError
from valuecheck.core.text import ascii_signs, cells
from valuecheck.core.workdays import week_lines
from valuecheck.store import connection, daily_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import date

    from valuecheck.actions.record import StoredAnswer
    from valuecheck.ask.screen import Screen
    from valuecheck.config.compiled import Context
    from valuecheck.core.workdays import StripDay

_GAP = 3


def acknowledgement(context: Context, stored: StoredAnswer, screen: Screen) -> list[str]:
    """The lines to say once the answer is safe; on a narrow screen each part has a line."""
    # The answer is safe: whatever keeps us from looking at it again must not say otherwise.
    with suppress(StoreError), connection.reading(context.paths.store) as opened:
        if opened is not None:
            return [*_lines(opened, context, stored, screen)]
    return [_recorded(stored, context.today, context.today)]


def _lines(
    opened: sqlite3.Connection, context: Context, stored: StoredAnswer, screen: Screen
) -> Iterator[str]:
    before = daily_path.day_answered_before(opened, stored.id)
    head = _recorded(stored, context.today, before or context.today)
    if stored.score == NOT_TODAY:
        yield head
        return
    today = daily_path.last_day(opened, context.today)
    calendar = daily_path.work_calendar(opened, context.settings.workdays, today)
    parts = [head]
    if found := daily_path.lately(opened, calendar, today):
        parts.append(f"{found.recorded} of the last {found.workdays} workdays")
    # The week of the day that was answered, which may be an earlier one.
    sunday = stored.day + ONE_DAY * (6 - stored.day.weekday())
    week = daily_path.week(opened, calendar, min(today, sunday))
    yield from _beside_the_week(parts, week, screen)
    yield from _slips(opened, stored)
    yield from _next_steps(context, stored, is_first=before is None)


def _recorded(stored: StoredAnswer, today: date, year: date) -> str:
    """Say what is recorded, with the year where it is not that of the answer before."""
    name = day_name(stored.day, year)
    if stored.score == NOT_TODAY:
        return f"✓ Not today: {name} counts as not recorded."
    later = "" if stored.day == today else ", filled in later"
    return f"✓ Recorded {stored.score} for {name}{later}"


def _beside_the_week(parts: list[str], week: list[StripDay], screen: Screen) -> Iterator[str]:
    letters, scores = week_lines(week, unicode=screen.unicode, styled=screen.styled)
    if not screen.unicode:
        # Some signs are wider in ASCII.
        parts = [*map(ascii_signs, parts)]
    line = (" · " if screen.unicode else " - ").join(parts)
    if cells(line) + _GAP + len(letters) <= screen.width:
        yield f"{line}{' ' * _GAP}{letters}"
        yield " " * (cells(line) + _GAP) + scores
    else:
        yield parts[0]
        yield from (f"  {part}" for part in (*parts[1:], letters, scores))


def _slips(opened: sqlite3.Connection, stored: StoredAnswer) -> Iterator[str]:
    """Name new tags that are one slip of the finger away from a known one."""
    for sigil, names in ((KIND, stored.kinds), (CUSTOMER, stored.customers)):
        column = "kinds" if sigil == KIND else "customers"
        for name in names:
            if known := daily_path.slipped_from(opened, column, name, stored.id, stored.day):
                swap = f"{sigil}{name}={sigil}{known}"
                yield f"  {sigil}{name} is new. If you meant {sigil}{known}:"
                yield f"    valuecheck edit {stored.id[-6:]} --swap {swap}"


def _next_steps(context: Context, stored: StoredAnswer, *, is_first: bool) -> Iterator[str]:
    if stored.announced:
        start, end = context.settings.ask_after
        yield (
            f"  New: the question comes at a moment between {start:%H:%M} and {end:%H:%M}, in a "
            "shell that is open. At the start of the day, as before: "
            f"valuecheck config ask_after {context.settings.day_starts_at:%H:%M}"
        )
    if is_first:
        from valuecheck.shell.renewal import is_installed

        if not is_installed(context.paths, os.environ):
            yield "  To be asked once every workday: valuecheck hook install"
