"""The state of asking on this machine: put off until when, shown on which days."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime

from valuecheck.config.paths import write_private_file
from valuecheck.core.days import ONE_DAY, week_of
from valuecheck.core.named import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from valuecheck.config.compiled import Context
    from valuecheck.config.paths import Paths

_DAYS_KEPT = 30


class AskState(NamedTuple):
    """The state of asking, in plain types.

    `later_until` is in seconds since the epoch; `shown` are days on which a question was up;
    `digest` is the ISO week in which the one before was last summed up.
    """

    later_until: int = 0
    shown: tuple[str, ...] = ()
    digest: str = ""


def later_until(context: Context) -> datetime | None:
    """Return until when the user put the question off; None if that time has passed."""
    stored = _load(context.paths).later_until
    until = datetime.fromtimestamp(stored, UTC).astimezone(context.now.tzinfo)
    # Further ahead than a day it was written under another clock.
    return until if context.now < until <= context.now + ONE_DAY else None


def put_off(context: Context) -> datetime:
    """Note that the user wants to be asked again later, and return from when on."""
    until = context.now + context.settings.remind_after
    _save(context.paths, _load(context.paths)._replace(later_until=int(until.timestamp())))
    return until


def note_shown(context: Context) -> None:
    """Note that today's question was shown."""
    memory = _load(context.paths)
    days = (*memory.shown, context.today.isoformat())
    _save(context.paths, memory._replace(shown=tuple(dict.fromkeys(days))[-_DAYS_KEPT:]))


def was_shown(context: Context) -> frozenset[date]:
    """The days on which the question was shown."""
    return frozenset(map(date.fromisoformat, _load(context.paths).shown))


def begin_week(context: Context) -> bool:
    """Note this week and return True, unless it is noted already."""
    week, memory = week_of(context.today), _load(context.paths)
    if memory.digest == week:
        return False
    _save(context.paths, memory._replace(digest=week))
    return True


def _load(paths: Paths) -> AskState:
    import json

    try:
        with open(paths.ask, encoding="utf-8") as file:
            stored = json.load(file)
        shown = tuple(date.fromisoformat(day).isoformat() for day in stored.get("shown", ()))
        until = int(stored.get("later_until", 0))
        datetime.fromtimestamp(until, UTC)
    except (OSError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return AskState()
    return AskState(until, shown, str(stored.get("digest", "")))


def _save(paths: Paths, memory: AskState) -> None:
    import json

    # A cache: without it the user is asked once too often, and nothing else.
    with suppress(OSError):
        write_private_file(paths.ask, json.dumps(memory._asdict()))
