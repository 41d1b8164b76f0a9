"""Values of settings: read from text, checked, and written as one would type them.

Each reader raises ValueError whose message goes on after the name of the setting.
"""

from __future__ import annotations

import re
from datetime import time, timedelta

from valuecheck.core.days import WEEKDAYS
from valuecheck.core.moments import Window
from valuecheck.core.text import quoted, visible

_LONGEST_QUESTION = 200


def question(value: object) -> object:
    """Read a question: one line of at most 200 characters."""
    if isinstance(value, str) and (visible(value) != value or not value.strip()):
        message = "must be one line of text"
        raise ValueError(message)
    if isinstance(value, str) and len(value) > _LONGEST_QUESTION:
        message = f"must have at most {_LONGEST_QUESTION} characters"
        raise ValueError(message)
    return value


def workdays(value: object) -> object:
    """Read weekdays, in a text or a list, as a tuple in the order of the week."""
    # On the command line: mon,tue as well as the file's own ["mon", "tue"].
    names = re.findall(r"[^\s,\[\]\"']+", value) if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not names:
        message = 'must name weekdays, such as ["mon", "tue"]'
        raise ValueError(message)
    unknown = [name for name in names if str(name).casefold() not in WEEKDAYS]
    if unknown:
        message = f"has {quoted(unknown[0])}, which is none of {', '.join(WEEKDAYS)}"
        raise ValueError(message)
    chosen = {str(name).casefold() for name in names}
    return tuple(name for name in WEEKDAYS if name in chosen)


def clock_time(value: object) -> object:
    """Read a time such as `04:00`."""
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", str(value), re.ASCII)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        message = 'must be a clock time, such as "04:00"'
        raise ValueError(message)
    return time(int(match[1]), int(match[2]))


def window(value: object) -> object:
    """Read a time, or two such as `10:00..16:00`, as a Window."""
    start, dots, end = str(value).partition("..")
    try:
        first = clock_time(value if isinstance(value, time) else start.strip())
        last = clock_time(end.strip()) if dots else first
    except ValueError:
        message = 'must be a clock time or a window, such as "04:00" or "10:00..16:00"'
        raise ValueError(message) from None
    return Window(first, last)  # type: ignore[arg-type]


def duration(value: object) -> object:
    """Read a duration such as `30m` or `1h`."""
    match = re.fullmatch(r"(\d{1,4})\s*(m|min|h)", str(value), re.ASCII)
    amount = (
        timedelta(**{"hours" if match[2] == "h" else "minutes": int(match[1])}) if match else None
    )
    if amount is None or not timedelta(minutes=1) <= amount <= timedelta(hours=24):
        message = 'must be between "1m" and "24h", such as "30m" or "1h"'
        raise ValueError(message)
    return amount


def number(value: object) -> object:
    """Refuse what would only become a whole number."""
    if isinstance(value, bool | float):
        message = "must be a whole number"
        raise ValueError(message)
    return value


def flag(value: object) -> object:
    """Read true or false, and words for them."""
    words = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    if isinstance(value, str) and value.casefold() in words:
        return words[value.casefold()]
    if not isinstance(value, bool):
        message = "must be true or false"
        raise ValueError(message)
    return value


def shown(value: object) -> str:
    """A setting's value as one would type it."""
    if isinstance(value, Window):
        return value.shown()
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes}m" if minutes % 60 else f"{minutes // 60}h"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
