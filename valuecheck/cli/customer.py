"""The commands of `customer`: the value chain."""

from __future__ import annotations

from typing import Annotated

import typer

from valuecheck.cli.support.options import (
    ForceOption,
    FormatOption,
    JsonOption,
    NoPagerOption,
    OutputOption,
)
from valuecheck.cli.support.output import emit, print_lines, target
from valuecheck.config.context import current_context

app = typer.Typer(help="The value chain: your customers, theirs, and those who pay.")
NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="The customer's tag, with or without @.")
]
OldArgument = Annotated[str, typer.Argument(metavar="OLD", help="Its tag so far.")]
NewArgument = Annotated[str, typer.Argument(metavar="NEW", help="Its tag from now on.")]
ServesOption = Annotated[
    list[str] | None, typer.Option("--serves", metavar="NAME", help="Whom it works for.")
]
LabelOption = Annotated[
    str | None, typer.Option("--label", metavar="TEXT", help="What it is called in full.")
]
WantsOption = Annotated[
    str | None,
    typer.Option("--wants", metavar="TEXT", help="Why they use your work, in their words."),
]


@app.callback(invoke_without_command=True)
def bare(context: typer.Context) -> None:
    """List the customers where no command is given."""
    if context.invoked_subcommand is None:
        list_()


@app.command("list")
def list_(
    period: Annotated[
        str | None,
        typer.Argument(
            metavar="PERIOD", help="The days that the figures are about; all by default."
        ),
    ] = None,
    format_: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
    no_pager: NoPagerOption = False,
) -> None:
    """Show the chain as a tree: who pays on top, below it who serves them."""
    from valuecheck.actions.customer_list import customer_list
    from valuecheck.render.pages import customers as view

    to = target(format_, json=json, file=output, force=force)
    found = customer_list(current_context(), period)
    emit(to, view.view(found), paged=not no_pager)


@app.command()
def chain(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="Two tags or more: retail shoppers.")
    ],
) -> None:
    """Let each customer serve the next one; the last one pays. New names are added."""
    from valuecheck.actions import customers
    from valuecheck.render.words import customers as view

    print_lines(view.chained(customers.chain(current_context(), names)))


@app.command()
def add(
    name: NameArgument,
    serves: ServesOption = None,
    paying: Annotated[bool, typer.Option("--paying", help="It pays.")] = False,
    label: LabelOption = None,
    wants: WantsOption = None,
    not_asked: Annotated[
        bool, typer.Option("--not-asked", help="Never remind you to ask it for feedback.")
    ] = False,
) -> None:
    """Add a customer: whom it serves, whether it pays, what it wants."""
    from valuecheck.actions import customers
    from valuecheck.render.words import customers as view

    wanted = customers.CustomerEdit(
        serves=serves or (),
        pays=paying or None,
        label=label,
        wants=wants,
        not_asked=not_asked or None,
    )
    print_lines(view.added(customers.add(current_context(), name, wanted)))


@app.command()
def edit(
    name: NameArgument,
    serves: ServesOption = None,
    stops_serving: Annotated[
        list[str] | None,
        typer.Option("--stops-serving", metavar="NAME", help="Whom it works for no longer."),
    ] = None,
    paying: Annotated[
        bool | None, typer.Option("--paying/--not-paying", help="Whether it pays.")
    ] = None,
    label: LabelOption = None,
    wants: WantsOption = None,
    not_asked: Annotated[
        bool | None,
        typer.Option("--not-asked/--asked", help="Never remind you to ask it for feedback."),
    ] = None,
) -> None:
    """Change whom a customer serves, whether it pays, its label, or what it wants."""
    from valuecheck.actions import customers
    from valuecheck.render.words import customers as view

    wanted = customers.CustomerEdit(
        serves or (), stops_serving or (), paying, label, wants, not_asked
    )
    print_lines(view.edited(customers.edit(current_context(), name, wanted)))


@app.command()
def rename(old: OldArgument, new: NewArgument) -> None:
    """Give a customer another tag. Notes stay as typed, and either tag finds all of them."""
    from valuecheck.actions import customers
    from valuecheck.render.words import customers as view

    print_lines(view.renamed(customers.rename(current_context(), old, new)))


@app.command()
def merge(old: OldArgument, new: NewArgument) -> None:
    """Make two customers one. Notes stay as typed, and either tag finds all of them."""
    from valuecheck.actions import customers
    from valuecheck.render.words import customers as view

    print_lines(view.renamed(customers.merge(current_context(), old, new)))


@app.command()
def delete(name: NameArgument) -> None:
    """Take a customer out of the chain; check-ins keep the tag, undo brings it back."""
    from valuecheck.actions import customers
    from valuecheck.render.words import customers as view

    print_lines(view.deleted(customers.delete(current_context(), name)))
