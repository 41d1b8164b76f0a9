"""`feedback import`: take over what a survey or help desk has collected."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from valuecheck.cli.support.import_arguments import (
    AddAgainOption,
    AnswersOption,
    CustomerOption,
    DelimiterOption,
    EncodingOption,
    FileArgument,
    FileScaleOption,
    FileSourceOption,
    LabelsOption,
    LikeOption,
    MapOption,
    OrderOption,
    PreviewOption,
    SaveAsOption,
    SkipAnswersOption,
    SkipLinesOption,
    SkipRowsOption,
    UpdateOption,
)
from valuecheck.cli.support.options import FormatOption, JsonOption
from valuecheck.cli.support.output import emit, target
from valuecheck.cli.support.progress import progress
from valuecheck.config.context import current_context
from valuecheck.core.text import columns, say, speaks

if TYPE_CHECKING:
    from valuecheck.cli.support.import_options import Typed
    from valuecheck.cli.support.output import Target
    from valuecheck.cli.support.progress import Shown
    from valuecheck.config.compiled import Context
    from valuecheck.exchange.feedback_file import Source
    from valuecheck.exchange.feedback_import import ImportOptions

NAMED_IN_TERMINAL, NAMED = 20, 10_000


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

    What the export of each tool needs:

    * Delighted: nothing.

    * SurveyMonkey: the condensed form, and --customer @NAME.

    * Typeform: --customer @NAME, or a hidden field company.

    * Google Forms: a question for the company, --scale csat for a rating.

    * Microsoft Forms: --customer @NAME --date-order mdy, ratings --scale csat.

    * Qualtrics: --customer @NAME, or a field Company.

    * HubSpot: nothing, or --map words=Response.

    * Zendesk: nothing; what its API gives, --customer @NAME.

    * Freshdesk: --scale csat, and the --answers that are then offered.

    * Intercom: --scale csat, and the --answers that are then offered.

    * Trustpilot: --customer @NAME.

    * App Store: what its API gives, --scale csat --customer @NAME.

    * Google Play: --customer @NAME.

    * Any CSV: the names of its columns, as in --map score=Rating.

    More on each in .github/docs/feedback-import.md.
    """
    from valuecheck.cli.support import import_options
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
    from valuecheck.exchange import feedback_file, feedback_import
    from valuecheck.render.pages import import_preview as view

    with (
        progress() as watch,
        feedback_file.read(
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
            _show(context, found, watch, wanted, preview)
        _refuse(found, skip_bad=skip_bad)
        if preview is None:
            stored = feedback_import.keep(context, found, watch, wanted)
            watch.stop()
            say(view.summary(found, stored), sys.stdout)


def _show(
    context: Context, found: Source, watch: Shown, wanted: ImportOptions, preview: Preview | None
) -> None:
    """Show the preview: as a result, or to a user who watches an import."""
    from valuecheck.exchange import feedback_import
    from valuecheck.render.formats.terminal.write import write
    from valuecheck.render.pages import import_preview as view

    matched = feedback_import.find(context, found, watch, wanted)
    watch.stop()
    if preview:
        pieces = partial(feedback_import.pieces, found, wanted)
        emit(preview.to, view.view(found, matched, wanted, pieces), notes=preview.notes)
        sys.stdout.flush()
        return
    page = view.page(found, matched, wanted, goes_on=True)
    for line in write(page, columns(), unicode=speaks(sys.stderr)):
        say("".join(part.text for part in line), sys.stderr)


def _is_watched() -> bool:
    return sys.stderr.isatty() and sys.stdout.isatty()


def _refuse(found: Source, *, skip_bad: bool) -> None:
    """Name what is bad or cannot be read, and raise ValuecheckError where it stops the import."""
    from valuecheck.exchange.reading import refuse_bad, refuse_unread
    from valuecheck.render.pages import import_preview as view

    most = NAMED_IN_TERMINAL if sys.stderr.isatty() else NAMED
    for line in (*view.bad(found, most), *view.unread(found, most)):
        say(line, sys.stderr)
    refuse_unread(found.read, view.unread_remedy(found))
    if not skip_bad:
        refuse_bad(found.read)
