"""The commands of `feedback`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from valuecheck.cli import importing
from valuecheck.cli.support.arguments import is_interactive, sort_customers
from valuecheck.cli.support.options import (
    ForceOption,
    FormatOption,
    JsonOption,
    LimitOption,
    NoPagerOption,
    OutputOption,
)
from valuecheck.cli.support.output import emit, most, print_lines, target
from valuecheck.config.context import current_context
from valuecheck.core.errors import UsageError
from valuecheck.core.text import say

app = typer.Typer(help="Feedback of customers: add it, list it, correct it.", no_args_is_help=True)
ScaleOption = Annotated[
    str | None,
    typer.Option("--scale", metavar="SCALE", help="csat, nps, good-bad, ces, 1-7, 1-10 or 0-100."),
]
SourceOption = Annotated[
    str | None, typer.Option("--source", metavar="TEXT", help="Where it comes from: survey, call.")
]


@app.command()
def add(
    customer: Annotated[
        str, typer.Argument(metavar="CUSTOMER", help="Who said it, with or without @.")
    ],
    score: Annotated[
        str, typer.Argument(metavar="SCORE", help="On the customer's scale; 1 to 5, good or bad.")
    ],
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORDS", help="What was said; - reads it from standard input."),
    ] = None,
    scale: ScaleOption = None,
    source: SourceOption = None,
    day: Annotated[
        str, typer.Option(metavar="DAY", help="When it was said: yesterday, mon, a date.")
    ] = "today",
) -> None:
    """Add a customer's feedback; a terminal then asks for their words.

    Words given here also enter the shell's own history and the process list; those read from
    standard input do not. Words that begin with a dash go after --.
    """
    from valuecheck.actions import customers, feedback
    from valuecheck.actions.record import printed_back
    from valuecheck.cli.support.asking import asked_for_words
    from valuecheck.render.pages import feedback as view
    from valuecheck.render.words.customers import new_names

    now = current_context()
    if words or not is_interactive():
        text = _from_stdin() if words == ["-"] else " ".join(words or ())
    else:
        # Errors come before the question for the words.
        feedback.parse(now, customer, score, scale=scale, source=source or "", day=day)
        text = asked_for_words(now)
    with printed_back(f"{customer} {score} {text}"):
        resembled = customers.resembled(now, customer)
        noted = feedback.add(now, customer, score, text, scale=scale, source=source or "", day=day)
    print_lines([view.noted(noted, now.today), *new_names(resembled)])


@app.command()
def ask(
    customer: Annotated[
        str, typer.Argument(metavar="CUSTOMER", help="Whom to ask, with or without @.")
    ],
    notes: Annotated[bool, typer.Option("--notes", help="Put your latest notes in.")] = False,
    copy: Annotated[
        bool, typer.Option("--copy", help="Copy it too, where the terminal can (OSC 52).")
    ] = False,
) -> None:
    """Print a short message to send to a customer: the work done for them, and two questions.

    It sends nothing.
    """
    from valuecheck.actions import asking
    from valuecheck.cli.support.asking import copied
    from valuecheck.render.words import asking as view

    now = current_context()
    work = asking.work_for(now, customer)
    message = [*view.message(work, now.today, notes=notes)]
    if copy:
        copied("\n".join(message))
    print_lines(message)
    say(view.how_to_note(work.customer), sys.stderr)


@app.command()
def log(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORDS", help="At most one period, and any customers: last-month @retail."
        ),
    ] = None,
    search: Annotated[str, typer.Option(metavar="TEXT", help="Only words with TEXT.")] = "",
    scale: ScaleOption = None,
    limit: LimitOption = None,
    format_: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
    notes: Annotated[
        bool, typer.Option("--notes", help="Put the words into markdown, html and csv as well.")
    ] = False,
    no_pager: NoPagerOption = False,
) -> None:
    """List feedback, newest first, each piece with the end of its id."""
    from valuecheck.actions import feedback
    from valuecheck.render.pages import feedback as view

    period, customers = sort_customers(words or [])
    to = target(format_, json=json, file=output, force=force)
    found = feedback.log(
        current_context(), period, customers, search=search, scale=scale, limit=most(limit, to)
    )
    emit(to, view.view(found), notes=notes, paged=not no_pager)


@app.command()
def edit(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID SCORE WORDS",
            help="2, or 2 new words, or the last digits of an id and either.",
        ),
    ] = None,
    no_words: Annotated[bool, typer.Option("--no-words", help="Remove the words.")] = False,
    day: Annotated[str | None, typer.Option(metavar="DAY", help="Move it to another day.")] = None,
    customer: Annotated[str | None, typer.Option(metavar="CUSTOMER", help="Who said it.")] = None,
    scale: ScaleOption = None,
    source: SourceOption = None,
) -> None:
    """Change a piece of feedback, the last one noted by default.

    A lone score keeps the words, words replace them. Without any change the line is edited in
    place.
    """
    from valuecheck.actions import feedback
    from valuecheck.cli.support.editing import edited_line
    from valuecheck.render.pages import feedback as view
    from valuecheck.render.pages import listing

    now = current_context()
    id_, wanted = feedback.understood(words or [])
    if no_words and wanted.words is not None:
        problem = "--no-words and new words contradict each other"
        raise UsageError(problem, "give one of them")
    wanted = wanted._replace(day=day, customer=customer, scale=scale, source=source)
    if no_words:
        wanted = wanted._replace(words="")
    if wanted == feedback.FeedbackEdit():
        found = feedback.find(now, id_)
        before = feedback.line_of(found)
        line = edited_line(now, before, "give a score, words or an option")
        # Meanwhile another piece may become the last one.
        id_ = found.id
        if line != before:
            wanted = feedback.edit_of_line(line)
    before, after = (view.line(piece, now.today) for piece in feedback.edit(now, id_, wanted))
    print_lines(listing.amended(before, after))


@app.command()
def delete(
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="last, or the last digits of its id: see log.")
    ],
) -> None:
    """Delete a piece of feedback; undo brings it back, forget wipes it for good."""
    from valuecheck.actions import feedback
    from valuecheck.render.pages import feedback as view
    from valuecheck.render.pages import listing

    now = current_context()
    gone = view.line(feedback.delete(now, id_), now.today)
    print_lines(listing.deleted(gone))


def _from_stdin() -> str:
    if sys.stdin.isatty():
        say("What did they say? Ctrl-D on a line of its own ends it.", sys.stderr)
    return sys.stdin.buffer.read().decode("utf-8", "surrogateescape")


app.command("import")(importing.import_)
