"""`team`: a shared picture of many people's weeks, in which nobody can be found."""

from __future__ import annotations

from typing import Annotated

import typer

from valuecheck.cli.support.arguments import confirm
from valuecheck.cli.support.options import (
    ForceOption,
    FormatOption,
    JsonOption,
    OutputOption,
    YesOption,
)
from valuecheck.cli.support.output import emit, print_lines, target
from valuecheck.config.context import current_context

HELP = """
A team's shared picture in PostgreSQL, in which nobody can be recognised.

Once a week one bit leaves the machine: was one recorded day of it, drawn by chance, happy or not.
No note, name, score, tag or customer goes with it, and chance turns some bits around before they
leave. Needs `valuecheck[team]`.
"""
app = typer.Typer(help=HELP)
UrlArgument = Annotated[
    str,
    typer.Argument(
        metavar="URL",
        help="The database, such as postgresql://ada@db.example/teams; - reads it from standard "
        "input. Passwords belong into ~/.pgpass; one in the URL is used and not kept.",
    ),
]
NameOption = Annotated[str, typer.Option("--team", metavar="NAME", help="The team's name.")]


@app.callback(invoke_without_command=True)
def bare(context: typer.Context) -> None:
    """Show the status where no command is given."""
    if context.invoked_subcommand is None:
        status()


@app.command()
def init(
    url: UrlArgument,
    epsilon: Annotated[
        float, typer.Option(metavar="NUMBER", help="How strongly bits are randomised, 0.5 to 6.")
    ] = 2.0,
    exact: Annotated[
        bool, typer.Option("--exact", help="Do not randomise: trust the administrator.")
    ] = False,
    min_people: Annotated[
        int, typer.Option(metavar="N", help="The smallest group that is shown, at least 5.")
    ] = 5,
) -> None:
    """Set up a database for a team, once; running it again changes nothing."""
    from valuecheck.cli.support import teams
    from valuecheck.team.postgres import Server
    from valuecheck.team.schema import checked_terms, initialise

    server = Server(teams.address(url))
    terms = checked_terms(None if exact else epsilon, min_people)
    made = initialise(server, terms)
    print_lines(teams.after_init(server, made=made))


@app.command()
def join(
    url: UrlArgument,
    team: NameOption,
    auto: Annotated[
        bool, typer.Option("--auto", help="Publish closed weeks by itself after an answer.")
    ] = False,
    yes: YesOption = False,
) -> None:
    """Join a team: shows what will leave and who can see what, then asks."""
    from valuecheck.cli.support import teams
    from valuecheck.team import joining

    context = current_context()
    offer = joining.look(teams.address(url), team, context.today)
    print_lines(teams.before_join(offer))
    if confirm("\nJoin?", yes=yes, otherwise="joining needs your consent"):
        print_lines(teams.after_join(joining.join(context, offer, auto=auto), offer))


@app.command()
def leave() -> None:
    """Leave the team: nothing more is published from this machine."""
    from valuecheck.actions import team_note
    from valuecheck.cli.support import teams
    from valuecheck.team import membership

    context = current_context()
    joined = membership.joined(context.paths)
    membership.drop(context.paths)
    team_note.drop(context.paths)
    print_lines(teams.after_leave(context, joined))


@app.command()
def publish(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would leave, to the byte; send nothing.")
    ] = False,
    later: Annotated[bool, typer.Option("--later", hidden=True)] = False,
) -> None:
    """Publish closed weeks: one bit each; sending a week again changes nothing."""
    from valuecheck.cli.support import teams

    context = current_context()
    if later:
        teams.publish_unseen(context)
    elif dry_run:
        print_lines(teams.would_leave(context))
    else:
        print_lines(teams.published(context))


@app.command()
def report(
    period: Annotated[
        str | None,
        typer.Argument(metavar="PERIOD", help="A week, month, quarter or year; else this quarter."),
    ] = None,
    team: Annotated[
        str, typer.Option("--team", metavar="NAME", help="One team; all by default.")
    ] = "",
    url: Annotated[
        str, typer.Option("--url", metavar="URL", help="Read this database instead of your team's.")
    ] = "",
    methods: Annotated[
        bool, typer.Option("--methods", help="Say how each figure is counted.")
    ] = False,
    format_: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Show the teams' picture; on a workday after your own answer of the day."""
    from valuecheck.cli.support import teams
    from valuecheck.render.pages import team as pages

    to = target(format_, json=json, file=output, force=force)
    found = teams.found_report(current_context(), period, team, url)
    emit(to, pages.view(found), explained=methods)


@app.command()
def note(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What was done, in one line.")],
) -> None:
    """Say what was done about the last report; it opens the next one, for everybody."""
    from valuecheck.cli.support import teams

    print_lines(teams.noted(current_context(), text))


@app.command()
def serves(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Teams or customers.")],
    paying: Annotated[bool, typer.Option("--paying", help="They pay.")] = False,
) -> None:
    """Say whom your team works for, so that the report shows how much reaches those who pay."""
    from valuecheck.cli.support import teams

    print_lines(teams.served(current_context(), names, paying=paying))


@app.command()
def status() -> None:
    """Show the team, the weeks that wait, and the sum of what was sent."""
    from valuecheck.cli.support import teams

    print_lines(teams.status(current_context()))


@app.command()
def demo() -> None:
    """Look at a made-up company of 40 people in 6 teams, in a PostgreSQL of its own."""
    from valuecheck.cli.support import teams

    teams.show_demo()
