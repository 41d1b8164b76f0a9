"""The team that this machine's user has joined, as config.toml keeps it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.config.tables import read_table, write_table
from valuecheck.core.errors import SettingsError, UsageError

if TYPE_CHECKING:
    from valuecheck.config.paths import Paths

TABLE = "team"


class TeamMembership(NamedTuple):
    """The address of the team's database, without its password, and the first Monday sent."""

    address: str
    team: str
    since: date
    auto: bool = False


def joined(paths: Paths) -> TeamMembership:
    """Return the membership. Raises UsageError where there is none, and SettingsError."""
    table = read_table(paths, TABLE)
    if not table:
        problem = "you have joined no team"
        raise UsageError(problem, "join one with 'valuecheck team join URL --team NAME'")
    try:
        address, team, since = table["address"], table["name"], table["since"]
        if not all(isinstance(value, str) for value in (address, team, since)):
            raise TypeError
        return TeamMembership(address, team, date.fromisoformat(since), table.get("auto") is True)
    except (KeyError, TypeError, ValueError) as error:
        problem = f"[{TABLE}] in {paths.settings} is not whole"
        raise SettingsError(problem, "join again with 'valuecheck team join'") from error


def keep(paths: Paths, membership: TeamMembership) -> None:
    """Write the membership to config.toml. Raises SettingsError."""
    values = {
        "address": membership.address,
        "name": membership.team,
        "since": membership.since.isoformat(),
        "auto": membership.auto,
    }
    write_table(paths, TABLE, values)


def drop(paths: Paths) -> None:
    """Remove the membership from config.toml. Raises SettingsError."""
    write_table(paths, TABLE, {})
