"""Join and leave a team: terms first, then consent, then this machine's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.answer import CUSTOMER, parse_tag
from valuecheck.core.days import ONE_DAY, monday_of, week_of
from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted
from valuecheck.team import membership, publishing
from valuecheck.team.membership import TeamMembership
from valuecheck.team.postgres import Server
from valuecheck.team.schema import agreed_terms

if TYPE_CHECKING:
    from datetime import date

    from valuecheck.config.compiled import Context
    from valuecheck.team.schema import Terms


class Offer(NamedTuple):
    """A team to join: its terms, and how many answered in the last week that is shown."""

    server: Server
    team: str
    terms: Terms
    people: int | None


def look(address: str, name: str, today: date) -> Offer:
    """Ask the team's database for its terms; nothing is sent. Raises UsageError and TeamError."""
    server = Server(address)
    team = team_name(name)
    with server.session() as connection:
        terms = agreed_terms(connection)
        row = connection.execute(
            "SELECT people FROM valuecheck.report(%s, %s) WHERE team = %s AND people IS NOT NULL "
            "ORDER BY week DESC LIMIT 1",
            (today - 70 * ONE_DAY, today, team),
        ).fetchone()
    return Offer(server, team, terms, row[0] if row else None)


def join(context: Context, offer: Offer, *, auto: bool) -> TeamMembership:
    """Join: from this week on, closed weeks can be published. Raises SettingsError, StoreError."""
    monday = monday_of(context.today)
    joined = TeamMembership(offer.server.address, offer.team, monday, auto)
    publishing.make_secret(context)
    membership.keep(context.paths, joined)
    return joined


def team_name(name: str) -> str:
    """Return a team's name as it is compared: a customer's tag without the sigil.

    Raises UsageError.
    """
    try:
        return parse_tag(name.removeprefix(CUSTOMER), CUSTOMER)
    except UsageError as error:
        problem = f"{quoted(name)} cannot name a team"
        raise UsageError(problem, "use letters, digits, '.', '_', '-', such as payments") from error


def since(joined: TeamMembership) -> str:
    """Return the first week that is sent, such as `2026-W47`."""
    return week_of(joined.since)
