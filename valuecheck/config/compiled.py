"""Settings as the daily path needs them: validated elsewhere, kept compiled in one small file."""

from __future__ import annotations

import os
from datetime import date, datetime, time, timedelta

from valuecheck.config.paths import Paths, read_own_file, write_private_file
from valuecheck.core import quick_json
from valuecheck.core.days import logical_day, now
from valuecheck.core.moments import Window
from valuecheck.core.named import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

QUESTION = "If paying customers knew this was what they funded, how happy would they be?"
PREFIX = "VALUECHECK_"
RESERVED = frozenset({"VALUECHECK_HOME", "VALUECHECK_NOW", "VALUECHECK_HOOK", "VALUECHECK_PROBE"})
_FORMAT = 4


class CompiledSettings(NamedTuple):
    """The settings that matter beyond `config`; the defaults are the program's defaults.

    `workdays` are weekdays, 0 is Monday; `auto` are the tables, such as `sync`, whose command runs
    by itself after an answer; `warnings` are sentences about unknown keys.
    """

    question: str = QUESTION
    workdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    day_starts_at: time = time(4)
    ask_after: Window = Window()
    remind_after: timedelta = timedelta(hours=1)
    hook_style: str = "ask"
    weekly_digest: bool = True
    pair_window_days: int = 14
    accessible: bool = False
    auto: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class Context(NamedTuple):
    """Where, by which settings and when a command runs."""

    paths: Paths
    settings: CompiledSettings
    now: datetime

    @property
    def today(self) -> date:
        """The logical day."""
        return logical_day(self.now, self.settings.day_starts_at)

    @property
    def accessible(self) -> bool:
        """True if a screen reader reads along: nothing is repainted, erased or drawn."""
        return self.settings.accessible or bool(os.environ.get("ACCESSIBLE"))

    def refreshed(self) -> Context:
        """The same at this moment."""
        return self._replace(now=now(os.environ))


def overrides(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment's settings: every `VALUECHECK_…` variable that is not reserved."""
    return {
        name: value
        for name, value in environ.items()
        if name.startswith(PREFIX) and name not in RESERVED
    }


def source_of(paths: Paths, environ: Mapping[str, str]) -> list[Any]:
    """Describe the sources of the settings: equal sources give equal settings."""
    try:
        found = os.stat(paths.settings)
        file: list[int | None] = [found.st_mtime_ns, found.st_size]
    except (FileNotFoundError, NotADirectoryError):
        file = []
    except OSError as error:
        # Something is there that cannot be reached: reading it raises the error.
        file = [error.errno]
    return [_FORMAT, file, overrides(environ)]


def load(paths: Paths, environ: Mapping[str, str]) -> CompiledSettings | None:
    """The compiled settings, or None where they must be compiled anew."""
    source = source_of(paths, environ)
    if not source[1] and not source[2]:
        return CompiledSettings()
    try:
        stored = quick_json.loads(read_own_file(paths.compiled))
        if stored["source"] != source:
            return None
        return _from_json(stored["settings"])
    except (OSError, ValueError, TypeError, LookupError, OverflowError, RecursionError):
        return None


def save(settings: CompiledSettings, source: list[Any], paths: Paths) -> None:
    """Keep the compiled settings, once there is a state folder: reading creates nothing."""
    if not os.path.isdir(paths.state):
        return
    import json

    try:
        text = json.dumps({"source": source, "settings": _to_json(settings)}, ensure_ascii=False)
        write_private_file(paths.compiled, text)
    except OSError:
        # A cache: without it the next start is slower, and nothing else.
        return


def _to_json(settings: CompiledSettings) -> dict[str, Any]:
    return {
        **settings._asdict(),
        "day_starts_at": settings.day_starts_at.isoformat(),
        "ask_after": [at.isoformat() for at in settings.ask_after],
        "remind_after": settings.remind_after.total_seconds(),
    }


def _from_json(settings: dict[str, Any]) -> CompiledSettings:
    start, end = map(time.fromisoformat, settings["ask_after"])
    return CompiledSettings(
        question=settings["question"],
        workdays=tuple(settings["workdays"]),
        day_starts_at=time.fromisoformat(settings["day_starts_at"]),
        ask_after=Window(start, end),
        remind_after=timedelta(seconds=settings["remind_after"]),
        hook_style=settings["hook_style"],
        weekly_digest=settings["weekly_digest"],
        pair_window_days=settings["pair_window_days"],
        accessible=settings["accessible"],
        auto=tuple(settings["auto"]),
        warnings=tuple(settings["warnings"]),
    )
