"""config.toml and the environment, validated: what may be set, and to what."""

from __future__ import annotations

import os
import re
import tomllib
from datetime import time, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
)

from valuecheck.config import compiled
from valuecheck.config.compiled import PREFIX, QUESTION, CompiledSettings
from valuecheck.config.paths import write_private_file
from valuecheck.core.days import WEEKDAYS
from valuecheck.core.errors import DISK_FULL, SettingsError, StoreError, is_disk_full, reason
from valuecheck.core.moments import Window
from valuecheck.core.text import cut, quoted, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuecheck.config.paths import Paths

# Tables that other parts of the program own.
TABLES = ("sync", "team", "import")
_LONGEST_QUESTION = 200


def _question(value: object) -> object:
    if isinstance(value, str) and (visible(value) != value or not value.strip()):
        message = "must be one line of text"
        raise ValueError(message)
    if isinstance(value, str) and len(value) > _LONGEST_QUESTION:
        message = f"must have at most {_LONGEST_QUESTION} characters"
        raise ValueError(message)
    return value


def _workdays(value: object) -> object:
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


def _clock_time(value: object) -> object:
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", str(value), re.ASCII)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        message = 'must be a clock time, such as "04:00"'
        raise ValueError(message)
    return time(int(match[1]), int(match[2]))


def _window(value: object) -> object:
    start, dots, end = str(value).partition("..")
    try:
        first = _clock_time(value if isinstance(value, time) else start.strip())
        last = _clock_time(end.strip()) if dots else first
    except ValueError:
        message = 'must be a clock time or a window, such as "04:00" or "10:00..16:00"'
        raise ValueError(message) from None
    return Window(first, last)  # type: ignore[arg-type]


def _within_a_day(window: Window, info: ValidationInfo) -> Window:
    starts = info.data.get("day_starts_at")
    if starts is not None and not window.fits(starts):
        message = f"must begin before it ends, in a day that starts at {starts:%H:%M}"
        raise ValueError(message)
    return window


def _duration(value: object) -> object:
    match = re.fullmatch(r"(\d{1,4})\s*(m|min|h)", str(value), re.ASCII)
    amount = (
        timedelta(**{"hours" if match[2] == "h" else "minutes": int(match[1])}) if match else None
    )
    if amount is None or not timedelta(minutes=1) <= amount <= timedelta(hours=24):
        message = 'must be between "1m" and "24h", such as "30m" or "1h"'
        raise ValueError(message)
    return amount


def _number(value: object) -> object:
    if isinstance(value, bool | float):
        message = "must be a whole number"
        raise ValueError(message)
    return value


def _flag(value: object) -> object:
    words = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    if isinstance(value, str) and value.casefold() in words:
        return words[value.casefold()]
    if not isinstance(value, bool):
        message = "must be true or false"
        raise ValueError(message)
    return value


class Settings(BaseModel):
    """Every setting with its default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: Annotated[str, BeforeValidator(_question)] = QUESTION
    workdays: Annotated[tuple[str, ...], BeforeValidator(_workdays)] = WEEKDAYS[:5]
    day_starts_at: Annotated[time, BeforeValidator(_clock_time)] = time(4)
    ask_after: Annotated[Window, BeforeValidator(_window), AfterValidator(_within_a_day)] = Window()
    remind_after: Annotated[timedelta, BeforeValidator(_duration)] = timedelta(hours=1)
    hook_style: Literal["ask", "notice", "off"] = "ask"
    weekly_digest: Annotated[bool, BeforeValidator(_flag)] = True
    pair_window_days: Annotated[int, BeforeValidator(_number), Field(ge=1, le=90)] = 14
    accessible: Annotated[bool, BeforeValidator(_flag)] = False


class Loaded(NamedTuple):
    """Valid settings, where each that is not a default came from, and sentences of warning.

    `auto` are the tables whose command runs by itself.
    """

    settings: Settings
    origins: dict[str, str]
    warnings: tuple[str, ...]
    auto: tuple[str, ...] = ()


KEYS = tuple(Settings.model_fields)
MEANINGS = {
    "question": "the question as it is asked; stored with each check-in",
    "workdays": "the weekdays on which it is asked and that count for coverage",
    "day_starts_at": "when a day begins; before it an answer belongs to the day before",
    "ask_after": "asked at this time, or at a moment of the day between two",
    "remind_after": "how long 'later' lasts",
    "hook_style": "in a new terminal: ask, show a one-line notice, or off",
    "weekly_digest": "the first answer of a week is followed by last week in a few lines",
    "pair_window_days": "how many days of yours stand beside a customer's feedback",
    "accessible": "for screen readers: nothing repainted or drawn, one line for each score",
}


def load(paths: Paths, environ: Mapping[str, str]) -> Loaded:
    """The settings of config.toml with the environment on top. Raises SettingsError."""
    from_file = read(paths.settings)
    warnings = [_unknown(key, paths.settings) for key in from_file if key not in (*KEYS, *TABLES)]
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for key in KEYS:
        if key in from_file:
            values[key], origins[key] = from_file[key], paths.settings
    for name, value in compiled.overrides(environ).items():
        key = name.removeprefix(PREFIX).lower()
        if not value:
            continue
        if key in KEYS and name.isupper():
            values[key], origins[key] = value, f"the environment variable {name}"
        else:
            warnings.append(_unknown(name, "the environment"))
    auto = tuple(name for name in TABLES if _runs_by_itself(from_file.get(name)))
    return Loaded(_validated(values, origins), origins, tuple(warnings), auto)


def _runs_by_itself(table: object) -> bool:
    return isinstance(table, dict) and table.get("auto") is True


def compile_settings(loaded: Loaded) -> CompiledSettings:
    """Return the settings that the daily path needs."""
    settings = loaded.settings
    ask_after = settings.ask_after
    if not ask_after.fits(settings.day_starts_at):
        # The default, in a day that begins at noon or at night.
        ask_after = Window.from_the_start_of(settings.day_starts_at)
    return CompiledSettings(
        question=settings.question,
        workdays=tuple(WEEKDAYS.index(name) for name in settings.workdays),
        day_starts_at=settings.day_starts_at,
        ask_after=ask_after,
        remind_after=settings.remind_after,
        hook_style=settings.hook_style,
        weekly_digest=settings.weekly_digest,
        pair_window_days=settings.pair_window_days,
        accessible=settings.accessible,
        auto=loaded.auto,
        warnings=loaded.warnings,
    )


def compiled_settings(paths: Paths, environ: Mapping[str, str]) -> CompiledSettings:
    """The settings for the daily path, compiled and kept if they changed. Raises SettingsError."""
    if found := compiled.load(paths, environ):
        return found
    source = compiled.source_of(paths, environ)
    fresh = compile_settings(load(paths, environ))
    compiled.save(fresh, source, paths)
    return fresh


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


def known_key(key: str) -> str:
    """`key` if it is a setting. Raises SettingsError that names the nearest one."""
    if key not in KEYS:
        near = get_close_matches(key, KEYS, 1)
        remedy = f"the nearest is {near[0]}" if near else f"the settings are {', '.join(KEYS)}"
        problem = f"{quoted(key)} is not a setting"
        raise SettingsError(problem, remedy)
    return key


def change(paths: Paths, key: str, value: str | None) -> None:
    """Set `key` in config.toml, or remove it (None); comments and other keys stay as they are.

    Raises SettingsError for an unknown key or a bad value, with nothing changed.
    """
    import tomlkit

    known_key(key)
    text = text_of(paths.settings)
    _parsed(text, paths.settings)
    document = tomlkit.parse(text)
    if value is None:
        document.pop(key, None)
    else:
        checked = getattr(_validated({key: value}, {key: "the command line"}), key)
        document[key] = _for_toml(checked)
    write(paths, tomlkit.dumps(document))


def write(paths: Paths, text: str) -> None:
    """Replace config.toml by `text`. Raises SettingsError and StoreError, with nothing changed."""
    try:
        # Through a symlink, as dotfile managers make them.
        write_private_file(os.path.realpath(paths.settings), text)
    except OSError as error:
        problem = f"cannot write {paths.settings}: {reason(error)}"
        if is_disk_full(error):
            raise StoreError(problem, DISK_FULL[1]) from error
        raise SettingsError(problem, "check that file and folder are yours") from error


def _for_toml(value: object) -> object:
    if isinstance(value, tuple) and not isinstance(value, Window):
        return list(value)
    return value if isinstance(value, bool | int) else shown(value)


def _validated(values: dict[str, Any], origins: dict[str, str]) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0])
        reason = first["msg"].removeprefix("Value error, ")
        problem = f"{key} cannot be {quoted(values[key])} (from {origins[key]})"
        raise SettingsError(problem, f"it {_modal(reason)}") from error


def _modal(reason: str) -> str:
    reason = reason.replace("Input should", "must")
    reason = reason[:1].lower() + reason[1:]
    return reason if reason.startswith(("must", "has")) else f"is refused: {reason}"


def _unknown(key: str, where: str) -> str:
    names = [PREFIX + known.upper() for known in KEYS] if key.isupper() else list(KEYS)
    near = get_close_matches(key, names, 1)
    hint = f"did you mean {near[0]}?" if near else "'valuecheck config' lists the settings"
    return visible(f"{cut(key)} in {where} is not a setting: {hint}")


def read(path: str) -> dict[str, Any]:
    """Return the content of the file at `path`, empty where there is none. Raises SettingsError."""
    return _parsed(text_of(path), path)


def text_of(path: str) -> str:
    """Return the text of the file at `path`, empty where there is none. Raises SettingsError."""
    try:
        # Editors on Windows begin a file with a byte-order mark.
        return Path(path).read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except UnicodeDecodeError as error:
        problem = f"{path} is not UTF-8 text"
        raise SettingsError(problem, "mend or move it") from error
    except OSError as error:
        problem = f"cannot read {path}: {reason(error)}"
        raise SettingsError(problem, "check that it is yours") from error


def _parsed(text: str, path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        problem = f"{path} is not valid TOML: {error}"
        raise SettingsError(problem, "mend that line, or move the file away") from error
