"""The options of an import: as typed, as kept in config.toml, and as what they mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.config import saved_imports
from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted

if TYPE_CHECKING:
    from valuecheck.config.paths import Paths
    from valuecheck.exchange.reading import Given
    from valuecheck.exchange.tables import TableOptions

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


class Typed(NamedTuple):
    """Options as they were typed; empty where they were not."""

    map: tuple[str, ...] = ()
    customer: str = ""
    scale: str = ""
    source: str = ""
    date_order: str = ""
    answers: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    skip_lines: int = 0
    skip_answers: tuple[str, ...] = ()
    customers_as_labels: bool = False


def given_of(typed: Typed) -> Given:
    """Parse the options that hold for all rows. Raises UsageError."""
    from valuecheck.actions.feedback import parse_source
    from valuecheck.core.answer import CUSTOMER, parse_tag
    from valuecheck.core.scales import known_scale
    from valuecheck.exchange.dates import parse_order
    from valuecheck.exchange.likert import folded
    from valuecheck.exchange.reading import Given
    from valuecheck.exchange.scores import parse_answers

    return Given(
        customer=parse_tag(typed.customer, CUSTOMER) if typed.customer else "",
        scale=known_scale(typed.scale) if typed.scale else "",
        source=parse_source(typed.source),
        order=parse_order(typed.date_order) if typed.date_order else None,
        answers=parse_answers(typed.answers),
        skipped=frozenset(map(folded, typed.skip_answers)),
        as_labels=typed.customers_as_labels,
    )


def options_of(typed: Typed) -> TableOptions:
    """Parse the options on the layout of a CSV file. Raises UsageError."""
    from valuecheck.exchange.tables import TableOptions, parse_delimiter

    delimiter = parse_delimiter(typed.delimiter) if typed.delimiter else ""
    return TableOptions(delimiter, typed.skip_lines)


def check_name(name: str) -> None:
    """Raise UsageError for a name under which no options can be kept."""
    if not _NAME.fullmatch(name):
        problem = f"--save-as {quoted(name)} is no name"
        raise UsageError(problem, "use small letters, digits and dashes, such as retail-nps")


def like(paths: Paths, name: str, typed: Typed) -> Typed:
    """The options kept as `name`, with those typed now before them. Raises UsageError."""
    kept = saved_imports.load(paths, name)
    values: dict[str, Any] = {}
    for key, value in kept.items():
        if key not in Typed._fields:
            problem = f"{quoted(key)} in [import.{name}] of {paths.settings} is no option"
            raise UsageError(problem, f"there are {', '.join(Typed._fields)}")
        values[key] = _checked(key, value, name, paths)
    now = {key: value for key, value in typed._asdict().items() if value}
    return Typed(**{**values, **now})


def save(paths: Paths, name: str, typed: Typed) -> None:
    """Keep the options as `name` in config.toml. Raises SettingsError."""
    values = {key: value for key, value in typed._asdict().items() if value}
    saved_imports.save(paths, name, values)


def _checked(key: str, value: object, name: str, paths: Paths) -> object:
    """A value of the kind that its option has."""
    wanted = Typed._field_defaults[key]
    if isinstance(wanted, tuple):
        texts = [value] if isinstance(value, str) else value
        if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
            return tuple(texts)
    elif type(value) is type(wanted):
        return value
    problem = f"{key} in [import.{name}] of {paths.settings} cannot be {quoted(value)}"
    kinds = {tuple: "a list of texts", bool: "true or false", int: "a number", str: "a text"}
    raise UsageError(problem, f"it must be {kinds[type(wanted)]}")
