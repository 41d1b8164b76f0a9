"""`feedback import`: take over what a survey or help desk has collected."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from valuecheck.cli.support.options import FormatOption, JsonOption
from valuecheck.cli.support.output import emit, target
from valuecheck.core.days import seconds_running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

    from valuecheck.cli.support.import_options import Typed
    from valuecheck.cli.support.output import Target
    from valuecheck.config.compiled import Context
    from valuecheck.exchange.feedback_import import ImportOptions, Source

BAR_FROM = 5000
NAMED_IN_TERMINAL, NAMED = 20, 10_000
SECONDS_BETWEEN_LINES = 10
READ, STORE, KEEP = "How the file is read", "What is stored", "Next month"
FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="CSV or JSON of any kind; - is standard input.")
]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN,...",
        help="Columns by name: score=Rating,day='Responded at'. "
        "Fields: day, score, scale, customer, words, source, id.",
        rich_help_panel=READ,
    ),
]
CustomerOption = Annotated[
    str,
    typer.Option(
        metavar="@NAME",
        help="Whose feedback all of it is.",
        show_default=False,
        rich_help_panel=READ,
    ),
]
FileScaleOption = Annotated[
    str,
    typer.Option(
        metavar="SCALE",
        help="csat, nps, good-bad, ces, 1-7, 1-10 or 0-100.",
        show_default=False,
        rich_help_panel=READ,
    ),
]
FileSourceOption = Annotated[
    str,
    typer.Option(
        metavar="TEXT",
        help="Where all of it is from; needed where two surveys use the same ids.",
        show_default=False,
        rich_help_panel=READ,
    ),
]
OrderOption = Annotated[
    str | None,
    typer.Option(
        metavar="ORDER",
        help="How 03/04/2026 is meant: dmy, mdy, ymd, excel or excel-1904.",
        rich_help_panel=READ,
    ),
]
AnswersOption = Annotated[
    list[str] | None,
    typer.Option(
        "--answers",
        metavar="TEXT=SCORE,...",
        help="What answers in words mean: 'very good=5,good=4'; or a file with one on each line.",
        rich_help_panel=READ,
    ),
]
EncodingOption = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="Such as windows-1252 or shift_jis.",
        show_default=False,
        rich_help_panel=READ,
    ),
]
DelimiterOption = Annotated[
    str,
    typer.Option(
        metavar="CHARACTER",
        help="What stands between two cells: ; or tab.",
        show_default=False,
        rich_help_panel=READ,
    ),
]
SkipLinesOption = Annotated[
    int | None,
    typer.Option(min=0, metavar="N", help="Lines before the headings.", rich_help_panel=READ),
]
LabelsOption = Annotated[
    bool,
    typer.Option(
        "--customers-as-labels",
        help="A name over 40 characters becomes a short tag with the name as its label.",
        rich_help_panel=READ,
    ),
]
SkipRowsOption = Annotated[
    bool,
    typer.Option(
        "--skip-bad",
        help="Leave out rows without a day or a customer.",
        rich_help_panel=STORE,
    ),
]
SkipAnswersOption = Annotated[
    list[str] | None,
    typer.Option(
        "--skip-answers",
        metavar="TEXT",
        help="Leave out answers that are TEXT and cannot be read; reports say how many.",
        rich_help_panel=STORE,
    ),
]
PreviewOption = Annotated[
    bool, typer.Option("--dry-run", help="Show what would be stored.", rich_help_panel=STORE)
]
UpdateOption = Annotated[
    bool,
    typer.Option(
        "--update",
        help="Where a known answer differs, take the file's, even over an edit by hand.",
        rich_help_panel=STORE,
    ),
]
AddAgainOption = Annotated[
    bool,
    typer.Option(
        "--again",
        help="Add answers that were deleted or undone, or are known except for one column.",
        rich_help_panel=STORE,
    ),
]
SkipOption = Annotated[bool, typer.Option("--skip-bad", help="Leave bad rows out.")]
AgainOption = Annotated[
    bool, typer.Option("--again", help="Bring back what was deleted or undone before.")
]
SaveAsOption = Annotated[
    str,
    typer.Option(
        "--save-as",
        metavar="NAME",
        help="Keep these options in config.toml once the import is done.",
        show_default=False,
        rich_help_panel=KEEP,
    ),
]
LikeOption = Annotated[
    str,
    typer.Option(
        "--like",
        metavar="NAME",
        help="Use the options kept as NAME; those given here win.",
        show_default=False,
        rich_help_panel=KEEP,
    ),
]


class Preview(NamedTuple):
    """Where the preview of --dry-run goes, and whether with the customers' words."""

    to: Target
    notes: bool


def import_(
    file: FileArgument,
    map_: MapOption = None,
    customer: CustomerOption = "",
    scale: FileScaleOption = "",
    source: FileSourceOption = "",
    date_order: OrderOption = None,
    answers: AnswersOption = None,
    encoding: EncodingOption = "",
    delimiter: DelimiterOption = "",
    skip_lines: SkipLinesOption = None,
    customers_as_labels: LabelsOption = False,
    skip_bad: SkipRowsOption = False,
    skip_answers: SkipAnswersOption = None,
    dry_run: PreviewOption = False,
    update: UpdateOption = False,
    again: AddAgainOption = False,
    save_as: SaveAsOption = "",
    like: LikeOption = "",
    format_: FormatOption = None,
    json: JsonOption = False,
    notes: Annotated[
        bool, typer.Option("--notes", help="Put their words into markdown, html and csv as well.")
    ] = False,
) -> None:
    """Take over what a survey or a help desk has collected: the whole file or nothing.

    Columns are found by their common names. Reading a file again adds only what is new, and undo
    takes one import back. With a column of ids, an answer that has changed is the same piece.

    Delighted, Qualtrics, HubSpot, Zendesk, plain CSV: the export as it is. Typeform, Google
    Forms: the same, with a question for the company. SurveyMonkey: the condensed form, and
    --customer @NAME. Microsoft Forms: --scale csat --customer @NAME --date-order mdy. Freshdesk,
    Intercom: --scale csat, and --answers 'amazing=5,great=4,ok=3,bad=2,terrible=1' for their
    words. Trustpilot, Google Play: --customer @NAME. App Store: the JSON of its API, with
    --scale csat --customer @NAME. More on each in .github/docs/feedback-import.md.
    """
    from valuecheck.cli.support import import_options
    from valuecheck.config.context import current_context
    from valuecheck.exchange.feedback_import import ImportOptions

    context = current_context()
    typed = import_options.Typed(
        map=tuple(map_ or ()),
        customer=customer,
        scale=scale,
        source=source,
        date_order=date_order or "",
        answers=tuple(answers or ()),
        encoding=encoding,
        delimiter=delimiter,
        skip_lines=skip_lines or 0,
        skip_answers=tuple(skip_answers or ()),
        customers_as_labels=customers_as_labels,
    )
    if like:
        typed = import_options.like(context.paths, like, typed)
    if save_as:
        import_options.check_name(save_as)
    wanted = ImportOptions(again=again, update=update)
    preview = Preview(target(format_, json=json), notes) if dry_run else None
    _import(context, file, typed, wanted, skip_bad=skip_bad, preview=preview)
    if save_as and not dry_run:
        import_options.save(context.paths, save_as, typed)


def _import(
    context: Context,
    file: str,
    typed: Typed,
    wanted: ImportOptions,
    *,
    skip_bad: bool,
    preview: Preview | None,
) -> None:
    """Read the file, say what there is to say, and store it. Raises ValuecheckError."""
    from valuecheck.cli.support.import_options import given_of, options_of
    from valuecheck.core.text import say
    from valuecheck.exchange import feedback_import
    from valuecheck.render.pages import import_preview as view

    with (
        progress() as watch,
        feedback_import.read(
            context,
            file,
            given_of(typed),
            list(typed.map),
            watch,
            options=options_of(typed),
            encoding=typed.encoding,
        ) as found,
    ):
        watch.stop()
        for note in view.notes(found):
            say(f"valuecheck: {note}", sys.stderr)
        if preview or (not found.is_known and _is_watched()):
            _show(context, found, wanted, preview)
        _refuse(found, skip_bad=skip_bad)
        if preview is None:
            stored = feedback_import.keep(context, found, watch, wanted)
            watch.stop()
            say(view.summary(found, stored), sys.stdout)


def _show(context: Context, found: Source, wanted: ImportOptions, preview: Preview | None) -> None:
    """Show the preview: as a result, or to a user who watches an import."""
    from valuecheck.core.text import columns, say, speaks
    from valuecheck.exchange import feedback_import
    from valuecheck.render.formats.terminal.write import write
    from valuecheck.render.pages import import_preview as view

    matched = feedback_import.find(context, found, wanted)
    if preview:
        pieces = partial(feedback_import.pieces, found, wanted)
        emit(preview.to, view.view(found, matched, wanted, pieces), notes=preview.notes)
        sys.stdout.flush()
        return
    page = view.page(found, matched, wanted)
    for line in write(page, columns(), unicode=speaks(sys.stderr)):
        say("".join(part.text for part in line), sys.stderr)


def _is_watched() -> bool:
    return sys.stderr.isatty() and sys.stdout.isatty()


def _refuse(found: Source, *, skip_bad: bool) -> None:
    """Name what is bad or cannot be read, and raise ValuecheckError where it stops the import."""
    from valuecheck.core.text import say
    from valuecheck.exchange.reading import refuse_bad, refuse_unread
    from valuecheck.render.pages import import_preview as view

    most = NAMED_IN_TERMINAL if sys.stderr.isatty() else NAMED
    for line in (*view.bad(found, most), *view.unread(found, most)):
        say(line, sys.stderr)
    refuse_unread(found.read, view.unread_remedy(found))
    if not skip_bad:
        refuse_bad(found.read)


class _Progress:
    """Shows how far an import is: a bar in a terminal, else a line now and then."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._said = seconds_running()

    def __call__(self, what: str, rows: int, share: float) -> None:
        if sys.stderr.isatty():
            if rows >= BAR_FROM:
                self._draw(what, rows, share)
        elif seconds_running() - self._said >= SECONDS_BETWEEN_LINES:
            self._said = seconds_running()
            print(f"{what} {rows:,} rows, {share:.0%}", file=sys.stderr, flush=True)

    def stop(self) -> None:
        """Remove the bar, so that others may write."""
        if self._bar:
            self._bar.stop()
            self._bar = None

    def _draw(self, what: str, rows: int, share: float) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

        if self._bar is None:
            columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.add_task(f"{what} {rows:,} rows", total=1.0)
            self._bar.start()
        task = self._bar.task_ids[0]
        self._bar.update(task, completed=share, description=f"{what} {rows:,} rows")


@contextmanager
def progress() -> Iterator[_Progress]:
    """Show how far a long command is: a bar in a terminal, else a line now and then."""
    progress = _Progress()
    try:
        yield progress
    finally:
        progress.stop()
