"""The state of asking on this machine: put off until when, shown on which days."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime

from valuecheck.config.paths import read_own_file, write_private_file
from valuecheck.core import quick_json
from valuecheck.core.days import ONE_DAY, week_of
from valuecheck.core.named import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from valuecheck.config.compiled import Context
    from valuecheck.config.paths import Paths

_DAYS_KEPT = 30
# From so many times in a row on it is no accident.
TOO_OFTEN_SLOW = 3


class AskState(NamedTuple):
    """Return what is kept, in plain types.

    `later_until` is in seconds since the epoch; `shown` are days on which a question was up;
    `digest` is the ISO week in which the one before was last summed up; `installed` the day of
    `hook install`; `noticed` the day on which the one-line notice came; `typed_over` how often
    today's question was typed over, and the day; `too_slow` how often in a row it was not painted
    in time.
    """

    later_until: int = 0
    shown: tuple[str, ...] = ()
    digest: str = ""
    installed: str = ""
    noticed: str = ""
    typed_over: int = 0
    typed_over_on: str = ""
    too_slow: int = 0


def later_until(context: Context) -> datetime | None:
    """Until when the user put the question off; None if that time has passed."""
    stored = _load(context.paths).later_until
    until = datetime.fromtimestamp(stored, UTC).astimezone(context.now.tzinfo)
    # Further ahead than a day it was written under another clock.
    return until if context.now < until <= context.now + ONE_DAY else None


def put_off(context: Context) -> datetime:
    """Note that the user wants to be asked again later; returns from when on."""
    until = context.now + context.settings.remind_after
    _change(context, later_until=int(until.timestamp()))
    return until


def end_later(context: Context) -> None:
    """Forget that the question was put off."""
    if _load(context.paths).later_until:
        _change(context, later_until=0)


def note_shown(context: Context) -> None:
    """Note that today's question was shown."""
    days = (*_load(context.paths).shown, context.today.isoformat())
    _change(context, shown=tuple(dict.fromkeys(days))[-_DAYS_KEPT:], too_slow=0)


def was_shown(context: Context) -> frozenset[date]:
    """The days on which the question was shown."""
    return frozenset(map(date.fromisoformat, _load(context.paths).shown))


def begin_week(context: Context) -> bool:
    """Return whether the week begins now: True once a week."""
    week = week_of(context.today)
    if _load(context.paths).digest == week:
        return False
    _change(context, digest=week)
    return True


def note_installed(context: Context) -> None:
    """Note that a hook was installed today: the question comes at once."""
    _change(context, installed=context.today.isoformat())


def was_installed_on(context: Context, day: date) -> bool:
    """Return whether `day` is the one on which a hook was last installed."""
    return _load(context.paths).installed == day.isoformat()


def note_noticed(context: Context) -> None:
    """Note that today's one-line notice was shown."""
    _change(context, noticed=context.today.isoformat())


def was_noticed(context: Context) -> bool:
    """Return whether today's one-line notice was shown."""
    return _load(context.paths).noticed == context.today.isoformat()


def note_typed_over(context: Context) -> int:
    """Note that today's question was typed over; returns how often it was so far."""
    today, state = context.today.isoformat(), _load(context.paths)
    times = state.typed_over + 1 if state.typed_over_on == today else 1
    _change(context, typed_over=times, typed_over_on=today)
    return times


def note_too_slow(context: Context) -> None:
    """Note that the question could not be painted in time."""
    _change(context, too_slow=_load(context.paths).too_slow + 1)


def times_too_slow(context: Context) -> int:
    """How often in a row the question could not be painted in time."""
    return _load(context.paths).too_slow


def _load(paths: Paths) -> AskState:
    try:
        text = read_own_file(paths.ask)
    except (OSError, ValueError):
        return AskState()
    if not text:
        return AskState()
    try:
        stored = quick_json.loads(text)
        state = AskState(**{name: _checked(stored, name) for name in AskState._fields})
        datetime.fromtimestamp(state.later_until, UTC)
    except (OSError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return AskState()
    return state


def _checked(stored: dict[str, Any], name: str) -> Any:
    default: Any = AskState._field_defaults[name]
    value: Any = stored.get(name, default)
    if name == "shown":
        return tuple(date.fromisoformat(day).isoformat() for day in value)
    return type(default)(value)


def _change(context: Context, **fields: Any) -> None:
    """Keep `fields`, and the rest as it is."""
    before = _load(context.paths)
    after = before._replace(**fields)
    if after == before:
        return
    import json

    # A cache: without it the user is asked once too often, and nothing else.
    with suppress(OSError):
        write_private_file(context.paths.ask, json.dumps(after._asdict()))
