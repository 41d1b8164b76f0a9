"""`sync`: the same diary on all machines of one person."""

from __future__ import annotations

from typing import Annotated

import typer

from valuecheck.cli.support.arguments import confirm
from valuecheck.cli.support.options import YesOption
from valuecheck.cli.support.output import ToCopy, print_lines
from valuecheck.config.context import current_context

HELP = """
The same check-ins on all your machines, through a git remote or a folder.

What leaves a machine is encrypted with a key that only your machines have. Needs
`valuecheck[sync]`.
"""
app = typer.Typer(help=HELP)
RemoteArgument = Annotated[
    str,
    typer.Argument(
        metavar="REMOTE",
        help="A private git repository (git@host:me/diary.git, https://…, a bare folder), or a "
        "folder that another program syncs.",
    ),
]
PlainOption = Annotated[
    bool, typer.Option("--plain", help="Do not encrypt: whoever has the remote can read it.")
]
AutoOption = Annotated[
    bool, typer.Option("--auto/--no-auto", help="Sync by itself after an answer.")
]


@app.callback(invoke_without_command=True)
def bare(context: typer.Context) -> None:
    """Sync now, where no command is given."""
    if context.invoked_subcommand is None:
        from valuecheck.cli.support import syncing

        print_lines(syncing.synced(current_context()))


@app.command()
def setup(remote: RemoteArgument, plain: PlainOption = False, auto: AutoOption = True) -> None:
    """Begin: make the key, show it once, and write this machine's part."""
    from valuecheck.cli.support import syncing

    print_lines(syncing.set_up(current_context(), remote, plain=plain, auto=auto))


@app.command()
def join(
    remote: RemoteArgument,
    key_file: Annotated[
        str | None,
        typer.Option("--key-file", metavar="FILE", help="Read the key from FILE; - is stdin."),
    ] = None,
    plain: PlainOption = False,
    auto: AutoOption = True,
) -> None:
    """Join with another machine: the key is asked for, and not shown while it is typed."""
    from valuecheck.cli.support import syncing

    print_lines(syncing.joined(current_context(), remote, key_file, plain=plain, auto=auto))


@app.command()
def status() -> None:
    """Show when the last sync was, the devices, and what waits."""
    from valuecheck.cli.support import syncing

    print_lines(syncing.status(current_context()))


@app.command()
def forget(
    what: Annotated[str, typer.Argument(metavar="ID|DAY", help="The id of a check-in, or a day.")],
    yes: YesOption = False,
) -> None:
    """Wipe check-ins for good here, at the remote, and on every machine that syncs."""
    from valuecheck.cli.support import syncing

    context = current_context()
    found = syncing.to_forget(context, what)
    question = f"Wipe {found.name} for good, everywhere?"
    if confirm(question, yes=yes, otherwise="what is forgotten cannot come back"):
        print_lines(syncing.forgotten(context, found))


@app.command()
def key(yes: YesOption = False) -> None:
    """Show the key, for another machine or a safe place."""
    from valuecheck.cli.support import syncing

    context = current_context()
    shown = syncing.shown_key(context)
    if confirm("Show the key on this screen?", yes=yes, otherwise="whoever sees it reads all"):
        print_lines([ToCopy(shown)])


@app.command()
def off() -> None:
    """Stop syncing on this machine; its check-ins and the remote stay as they are."""
    from valuecheck.cli.support import syncing

    print_lines(syncing.turned_off(current_context()))
