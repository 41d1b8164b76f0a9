"""Carry out the commands of `team`, and say what they did."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from valuecheck.actions import team_note
from valuecheck.actions.team_note import KeptNote
from valuecheck.core.days import week_of
from valuecheck.core.errors import UsageError, ValuecheckError
from valuecheck.core.text import say, visible
from valuecheck.render.words import team as words
from valuecheck.team import joining, membership, publishing, reporting
from valuecheck.team.postgres import Server
from valuecheck.team.schema import agreed_terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.config.compiled import Context
    from valuecheck.report.team import TeamNote, TeamReport
    from valuecheck.team.joining import Offer
    from valuecheck.team.membership import TeamMembership
    from valuecheck.team.publishing import Published

_REPLIES = {
    publishing.STORED: "sent",
    publishing.ALREADY: "sent before; the first bit counts",
    "too late": "too late: the week is shown already",
    "too early": "not closed yet where the server is",
}
# Up to this many seconds later than the answer, so that arrivals do not show who has answered.
JITTER_SECONDS = 900


def address(url: str) -> str:
    """Return the URL, read from standard input where it is `-`."""
    return sys.stdin.readline().strip() if url == "-" else url


def after_init(server: Server, *, made: bool) -> Iterator[str]:
    """List what to hand to the members."""
    yield f"✓ {server.name} is set up." if made else f"✓ {server.name} was set up already."
    yield "For each member run there, as its owner:"
    yield "  CREATE ROLE ada LOGIN PASSWORD '…' IN ROLE valuecheck_submit, valuecheck_report;"
    yield "One login role for each person, never a shared one: it keeps anybody from voting twice."
    yield "For somebody who only reads: IN ROLE valuecheck_report."
    yield "Each member then runs:"
    yield "  valuecheck team join postgresql://ada@HOST/DATABASE --team NAME"


def before_join(offer: Offer) -> Iterator[str]:
    """Explain what joining means."""
    epsilon = offer.terms.epsilon
    yield from words.what_leaves(offer.team, offer.server.name, offer.terms.min_people, epsilon)
    yield ""
    yield from words.price_lines(offer.people, epsilon)


def after_join(joined: TeamMembership, offer: Offer) -> Iterator[str]:
    """Say what happens from now on."""
    yield f"✓ Joined {joined.team}: weeks from {joining.since(joined)} on can be published."
    if joined.auto:
        yield "Closed weeks are published by themselves after an answer."
    else:
        yield "Publish closed weeks with 'valuecheck team publish', or join with --auto."
    if offer.server.password:
        yield "The password was not kept: put it into ~/.pgpass (mode 0600), a line such as"
        yield "  HOST:PORT:DATABASE:USER:PASSWORD"


def after_leave(context: Context, joined: TeamMembership) -> Iterator[str]:
    """Say what was removed and what cannot be."""
    yield f"✓ Left {joined.team}: nothing more is published from this machine."
    yield words.sent_so_far(*_sent(context))
    yield (
        "What was sent cannot be taken back: nobody, you included, can tell which answer is yours."
    )
    yield "Your secret stays in the store, so that joining again sends no week twice."


def status(context: Context) -> Iterator[str]:
    """The team, the weeks that wait, and those that were sent."""
    joined = membership.joined(context.paths)
    server = Server(joined.address)
    how = "by itself after an answer" if joined.auto else "by 'valuecheck team publish'"
    yield f"Team {joined.team}, {server.name}, since {joining.since(joined)}; published {how}."
    yield words.sent_so_far(*_sent(context))


def would_leave(context: Context) -> Iterator[str]:
    """The statements that would be sent."""
    joined = membership.joined(context.paths)
    with Server(joined.address).session() as connection:
        terms = agreed_terms(connection)
    weeks = publishing.waiting(context, joined, terms)
    for week in weeks.open:
        yield publishing.statement(week)
    if not weeks.open:
        yield "Nothing waits: no closed week has a check-in that was not sent."


def published(context: Context) -> Iterator[str]:
    """Publish what waits, and say what came of it."""
    joined = membership.joined(context.paths)
    sent, missed = _publish(context, joined)
    for each in sent:
        yield f"{week_of(each.week.week)}: {_REPLIES.get(each.reply, visible(each.reply))}."
    if missed:
        weeks = "1 week is" if missed == 1 else f"{missed} weeks are"
        yield f"{weeks} too old: a week is accepted until the second Monday after its end."
    if not sent:
        yield "Nothing waits."
    yield words.sent_so_far(*_sent(context))


def publish_unseen(context: Context) -> None:
    """Publish a while after an answer; whatever fails is tried after another answer."""
    from random import SystemRandom
    from time import sleep

    with suppress(ValuecheckError, OSError):
        joined = membership.joined(context.paths)
        if not publishing.does_any_wait(context, joined):
            return
        sleep(SystemRandom().uniform(0, JITTER_SECONDS))
        _publish(context, joined)


def found_report(context: Context, period: str | None, team: str, url: str) -> TeamReport:
    """The report; refused while the user's own question of today waits."""
    _refuse_before_answer(context)
    name = joining.team_name(team) if team else None
    if url:
        return reporting.report(Server(address(url)), period, name, context.today)
    joined = membership.joined(context.paths)
    found = reporting.report(Server(joined.address), period, name, context.today)
    _keep_note(context, next((note for note in found.notes if note.team == joined.team), None))
    return found


def noted(context: Context, text: str) -> Iterator[str]:
    """Keep a note for everybody."""
    from valuecheck.core.answer import parse_note

    joined = membership.joined(context.paths)
    note = parse_note(text)
    if not 1 <= len(note) <= 500:
        problem = "a note has 1 to 500 characters"
        raise UsageError(problem, "say in one line what was done")
    with Server(joined.address).session() as connection:
        connection.execute("SELECT valuecheck.add_note(%s, %s)", (joined.team, note))
    own = KeptNote(joined.team, context.today, note, shown=True)
    team_note.keep(context.paths, own)
    yield f"✓ Noted for {joined.team}; it opens the next report, and the others' next week."


def served(context: Context, names: list[str], *, paying: bool) -> Iterator[str]:
    """Keep whom the team serves."""
    joined = membership.joined(context.paths)
    customers = [joining.team_name(name) for name in names]
    with Server(joined.address).session() as connection:
        connection.execute(
            "SELECT valuecheck.set_serves(%s, %s, %s)", (joined.team, customers, paying)
        )
    pays = ", who pay" if paying else ""
    yield f"✓ {joined.team} serves {', '.join(customers)}{pays}."


def show_demo() -> None:
    """Show the picture of a made-up company on standard output."""
    from valuecheck.cli.support.drawing import draw
    from valuecheck.render.pages import team as pages
    from valuecheck.team import cluster
    from valuecheck.team import demo as made_up

    with cluster.running() as started:
        today = made_up.fill(started)
        server = Server(started.address())
        for name in (None, made_up.TEAM):
            option = f" --team {name}" if name else ""
            say(f"$ valuecheck team report last-quarter{option}", sys.stdout)
            draw(pages.page(reporting.report(server, "last-quarter", name, today)))
            say("", sys.stdout)
    say("A made-up company; its database is gone again.", sys.stdout)
    say("To begin: valuecheck team init URL", sys.stdout)


def _publish(context: Context, joined: TeamMembership) -> tuple[list[Published], int]:
    with Server(joined.address).session() as connection:
        weeks = publishing.waiting(context, joined, agreed_terms(connection))
        sent = [publishing.publish(context, connection, week) for week in weeks.open]
        since = context.today - team_note.NEWS_FOR
        _keep_note(context, reporting.latest_note(connection, joined.team, since))
    return sent, weeks.missed


def _keep_note(context: Context, note: TeamNote | None) -> None:
    """Keep what the user's team did, for the next digest, which asks no server."""
    if note:
        team_note.keep(context.paths, KeptNote(*note))


def _sent(context: Context) -> tuple[int, list[float | None]]:
    from valuecheck.store import connection, team

    with connection.reading(context.paths.store) as opened:
        weeks = team.sent_weeks(opened)
    return len(weeks), [week.epsilon for week in weeks]


def _refuse_before_answer(context: Context) -> None:
    """Whoever has seen the team's figures first answers by them."""
    from valuecheck.actions import due
    from valuecheck.store import connection

    if not os.path.exists(context.paths.store):
        return
    with connection.reading(context.paths.store) as opened:
        state = due.evaluate(opened, context)
    if state.workday and not state.answered:
        problem = "your own answer of today comes first, so that the team's does not lead it"
        raise ValuecheckError(problem, "answer with 'valuecheck', then look")
