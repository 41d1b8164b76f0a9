"""Your data: export and import."""

from __future__ import annotations

import os
import sys
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from valuecheck.cli.importing import NAMED_IN_TERMINAL
from valuecheck.cli.support.arguments import sort_words
from valuecheck.cli.support.files import new_file
from valuecheck.cli.support.import_arguments import (
    AgainOption,
    OrderOption,
    PreviewOption,
    SkipOption,
)
from valuecheck.cli.support.options import ForceOption
from valuecheck.cli.support.output import print_lines
from valuecheck.cli.support.panels import YOUR_DATA
from valuecheck.cli.support.progress import progress
from valuecheck.config.context import current_context
from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted, say

if TYPE_CHECKING:
    from valuecheck.config.compiled import Context
    from valuecheck.exchange.export import Choice


class ExportFormat(StrEnum):
    """How everything is written."""

    JSONL = "jsonl"
    CSV = "csv"
    SQLITE = "sqlite"


ENDINGS = {
    ".jsonl": ExportFormat.JSONL,
    ".ndjson": ExportFormat.JSONL,
    ".csv": ExportFormat.CSV,
    ".db": ExportFormat.SQLITE,
    ".sqlite": ExportFormat.SQLITE,
    ".sqlite3": ExportFormat.SQLITE,
}
STANDARD_OUTPUT = "-"


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command(rich_help_panel=YOUR_DATA)(export)
    app.command("import", rich_help_panel=YOUR_DATA)(import_)


def export(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE] [WORDS]",
            help="A file, by default standard output; at most one period, and any tags.",
        ),
    ] = None,
    format_: Annotated[
        ExportFormat | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="jsonl (complete), csv (check-ins) or sqlite; by default by FILE's ending.",
        ),
    ] = None,
    notes: Annotated[
        bool, typer.Option("--notes/--no-notes", help="With or without the words that you typed.")
    ] = True,
    force: ForceOption = False,
) -> None:
    """Write everything out, for import to take back.

    A period and tags narrow it. FILE is made for you alone, whole or not at all.
    """
    from valuecheck.exchange import export as exporting
    from valuecheck.render.words import moving as view
    from valuecheck.store import connection as store

    file, rest = _file_among(words or [])
    format_ = _format_of(file, format_)
    period, filters = sort_words(rest)
    now = current_context()
    with store.reading(now.paths.store) as opened:
        choice = exporting.choice(opened, now.today, period, filters, notes=notes)
    if file is None:
        _to_standard_output(now, format_, choice)
        return
    counts: Counter[str] = Counter()
    with new_file(file, force=force) as draft:
        _write(now, draft, format_, choice, counts)
    say(view.exported(file, counts), sys.stderr)


def import_(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="An export of valuecheck, harsh's log, jrnl's JSON, Daylio's CSV, or any CSV; "
            "- is standard input.",
        ),
    ],
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="FIELD=COLUMN,...",
            help="Columns of a CSV by name: day=Date,score=Mood. Fields: day, at, score, note, "
            "kinds, customers, question, id.",
        ),
    ] = None,
    score: Annotated[
        str,
        typer.Option(
            metavar="LABEL=SCORE,...",
            help="What the labels of a tool are worth: y=5,n=1; - leaves out.",
        ),
    ] = "",
    score_from: Annotated[
        str,
        typer.Option(metavar="PATTERN", help=r"Where an entry of jrnl has its score: 'mood:(\d)'."),
    ] = "",
    question: Annotated[
        str,
        typer.Option(metavar="TEXT", help="What was asked there; by default the tool's name."),
    ] = "",
    date_order: OrderOption = None,
    skip_bad: SkipOption = False,
    dry_run: PreviewOption = False,
    again: AgainOption = False,
) -> None:
    """Read an export, or another tool's history: all of it or nothing.

    Of two versions of a row the newer one stays. Reading a file again adds nothing, and undo takes
    one import back.
    """
    from valuecheck.core.answer import parse_line
    from valuecheck.exchange import importing
    from valuecheck.exchange.dates import parse_order
    from valuecheck.render.words import moving as view

    now = current_context()
    wanted = importing.ImportChoices(
        dry_run=dry_run,
        skip_bad=skip_bad,
        again=again,
        maps=map_ or (),
        scores=score,
        score_from=score_from,
        question=parse_line(question, "the question", 200),
        order=parse_order(date_order) if date_order else None,
    )
    with progress() as watch:
        done = importing.import_file(now, file, wanted, watch)
    for line in view.bad(done, NAMED_IN_TERMINAL if sys.stderr.isatty() else None):
        say(line, sys.stderr)
    if done.bad and not skip_bad:
        done.refuse_bad()
    print_lines(view.imported(done, now.today, dry_run=dry_run))


def _to_standard_output(now: Context, format_: ExportFormat, choice: Choice) -> None:
    from valuecheck.exchange import export as exporting
    from valuecheck.store import connection as store

    if format_ is ExportFormat.SQLITE:
        _sqlite_to_standard_output(now, choice)
        return
    with store.reading(now.paths.store) as opened:
        as_text = exporting.as_csv if format_ is ExportFormat.CSV else exporting.as_json_lines
        sys.stdout.writelines(as_text(opened, choice, Counter()))


def _sqlite_to_standard_output(now: Context, choice: Choice) -> None:
    import shutil
    import tempfile

    from valuecheck.exchange import export as exporting

    if sys.stdout.isatty():
        problem = "an SQLite file cannot be shown in a terminal"
        raise UsageError(problem, "name a file, such as all.db")
    with tempfile.TemporaryDirectory(prefix="valuecheck-") as folder:
        copy = os.path.join(folder, "export.db")
        with new_file(copy, force=False) as draft:
            exporting.as_sqlite(now.paths.store, draft, choice, Counter())
        with open(copy, "rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)


def _write(
    now: Context, draft: str, format_: ExportFormat, choice: Choice, counts: Counter[str]
) -> None:
    from valuecheck.exchange import export as exporting
    from valuecheck.store import connection as store

    if format_ is ExportFormat.SQLITE:
        exporting.as_sqlite(now.paths.store, draft, choice, counts)
        return
    as_text = exporting.as_csv if format_ is ExportFormat.CSV else exporting.as_json_lines
    with (
        store.reading(now.paths.store) as opened,
        open(draft, "w", encoding="utf-8", newline="") as file,
    ):
        file.writelines(as_text(opened, choice, counts))


def _file_among(words: list[str]) -> tuple[str | None, list[str]]:
    """The file among words, None for standard output, and the others. Raises UsageError."""
    files = [word for word in words if _is_file(word)]
    if len(files) > 1:
        problem = f"{quoted(files[1])} is a second file beside {quoted(files[0])}"
        raise UsageError(problem, "name one of them")
    rest = [word for word in words if not _is_file(word)]
    return (files[0] if files and files[0] != STANDARD_OUTPUT else None), rest


def _is_file(word: str) -> bool:
    """A word with a slash or with the ending of a file's name; tags may have both."""
    if word[:1] in ("+", "@"):
        return False
    return word == STANDARD_OUTPUT or "/" in word or os.path.splitext(word)[1][1:2].isalpha()


def _format_of(file: str | None, format_: ExportFormat | None) -> ExportFormat:
    if format_ or file is None:
        return format_ or ExportFormat.JSONL
    ending = os.path.splitext(file)[1].lower()
    if ending not in ENDINGS:
        problem = f"{quoted(file)} has no ending that says its format"
        raise UsageError(problem, f"end it in {', '.join(ENDINGS)}, or add --format")
    return ENDINGS[ending]
