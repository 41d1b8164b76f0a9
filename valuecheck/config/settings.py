"""config.toml and the environment, validated: what may be set, and to what."""

from __future__ import annotations

from datetime import time, timedelta
from difflib import get_close_matches
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

from valuecheck.config import compiled, toml_file, values
from valuecheck.config.compiled import PREFIX, QUESTION, CompiledSettings
from valuecheck.core.days import WEEKDAYS
from valuecheck.core.errors import SettingsError
from valuecheck.core.moments import Window
from valuecheck.core.text import cut, quoted, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuecheck.config.paths import Paths

# Tables that other parts of the program own.
TABLES = ("sync", "team", "import")


def _within_a_day(window: Window, info: ValidationInfo) -> Window:
    starts = info.data.get("day_starts_at")
    if starts is not None and not window.fits(starts):
        message = f"must begin before it ends, in a day that starts at {starts:%H:%M}"
        raise ValueError(message)
    return window


class Settings(BaseModel):
    """Every setting with its default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: Annotated[str, BeforeValidator(values.question)] = QUESTION
    workdays: Annotated[tuple[str, ...], BeforeValidator(values.workdays)] = WEEKDAYS[:5]
    day_starts_at: Annotated[time, BeforeValidator(values.clock_time)] = time(4)
    ask_after: Annotated[Window, BeforeValidator(values.window), AfterValidator(_within_a_day)] = (
        Window()
    )
    remind_after: Annotated[timedelta, BeforeValidator(values.duration)] = timedelta(hours=1)
    hook_style: Literal["ask", "notice", "off"] = "ask"
    weekly_digest: Annotated[bool, BeforeValidator(values.flag)] = True
    pair_window_days: Annotated[int, BeforeValidator(values.number), Field(ge=1, le=90)] = 14
    accessible: Annotated[bool, BeforeValidator(values.flag)] = False


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
    "ask_after": "asked at this time, or at a moment between two times",
    "remind_after": "how long 'later' lasts",
    "hook_style": "in a new terminal: ask, show a one-line notice, or off",
    "weekly_digest": "the first answer of a week is followed by last week in a few lines",
    "pair_window_days": "how many days of yours a customer's feedback is compared with",
    "accessible": "for screen readers: nothing repainted or drawn, one line for each score",
}


def load(paths: Paths, environ: Mapping[str, str]) -> Loaded:
    """The settings of config.toml with the environment on top. Raises SettingsError."""
    from_file = toml_file.read(paths.settings)
    warnings = [_unknown(key, paths.settings) for key in from_file if key not in (*KEYS, *TABLES)]
    given: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for key in KEYS:
        if key in from_file:
            given[key], origins[key] = from_file[key], paths.settings
    for name, value in compiled.overrides(environ).items():
        key = name.removeprefix(PREFIX).lower()
        if not value:
            continue
        if key in KEYS and name.isupper():
            given[key], origins[key] = value, f"the environment variable {name}"
        else:
            warnings.append(_unknown(name, "the environment"))
    auto = tuple(name for name in TABLES if _runs_by_itself(from_file.get(name)))
    return Loaded(_validated(given, origins), origins, tuple(warnings), auto)


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
    text = toml_file.text_of(paths.settings)
    toml_file.parsed(text, paths.settings)
    document = tomlkit.parse(text)
    if value is None:
        document.pop(key, None)
    else:
        checked = getattr(_validated({key: value}, {key: "the command line"}), key)
        document[key] = _for_toml(checked)
    toml_file.write(paths, tomlkit.dumps(document))


def _for_toml(value: object) -> object:
    if isinstance(value, tuple) and not isinstance(value, Window):
        return list(value)
    return value if isinstance(value, bool | int) else values.shown(value)


def _validated(given: dict[str, Any], origins: dict[str, str]) -> Settings:
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0])
        reason = first["msg"].removeprefix("Value error, ")
        problem = f"{key} cannot be {quoted(given[key])} (from {origins[key]})"
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
