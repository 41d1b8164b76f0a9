"""`import`: a file into the store as one command, the whole file or nothing."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions import changing, copies, forget
from valuecheck.core.errors import ValuecheckError
from valuecheck.core.text import counted
from valuecheck.exchange import histories, whole_import
from valuecheck.exchange.answers import AnswerReader, parse_scores
from valuecheck.exchange.dates import Dates
from valuecheck.exchange.files import opened, sqlite_file
from valuecheck.exchange.reading import watched
from valuecheck.store import check_ins
from valuecheck.store.changes import CHECK_INS
from valuecheck.store.copy_files import IMPORT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from valuecheck.config.compiled import Context
    from valuecheck.exchange.answers import Answers
    from valuecheck.exchange.date_forms import Order
    from valuecheck.exchange.reading import Watch
    from valuecheck.exchange.whole_import import Bad, ExportContents
    from valuecheck.store.changes import Change, Row
    from valuecheck.store.forgetting import Forgotten
    from valuecheck.store.merge import Merged

LABEL = "import"


class ImportChoices(NamedTuple):
    """How to import.

    `maps`, `scores` and `score_from` say what the columns, labels and texts of another tool's file
    mean, `question` what was asked there, `order` how dates of numbers are meant. `again` brings
    back what was deleted here.
    """

    dry_run: bool = False
    skip_bad: bool = False
    again: bool = False
    maps: Sequence[str] = ()
    scores: str = ""
    score_from: str = ""
    question: str = ""
    order: Order | None = None


@dataclass
class Imported:
    """The changes that an import made or, where not `stored`, would have made.

    `tables` says what became of the rows of an export, `wiped` are those that the file has
    forgotten. Of another tool's answers `new` are those stored, `deleted` those that were deleted
    here before, `known` how many are here already.
    """

    name: str
    tool: str = ""
    unit: str = "line"
    rows: int = 0
    tables: dict[str, Merged] = field(default_factory=dict)
    wiped: list[Forgotten] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)
    deleted: int = 0
    known: int = 0
    unanswered: int = 0
    shortened: int = 0
    bad: list[Bad] = field(default_factory=list)
    stored: bool = True

    def refuse_bad(self) -> None:
        """Raise ValuecheckError, because bad rows have kept the file from being stored."""
        bad = len(self.bad)
        rows = counted(self.rows, "row")
        verb = "is" if bad == 1 else "are"
        problem = f"{bad:,} of {rows} {verb} bad, so nothing is stored"
        raise ValuecheckError(problem, "mend them, or take the others with --skip-bad")


class _NotKept(Exception):  # noqa: N818
    """Ends the transaction of a dry run or of a file with bad rows: nothing of it is stored."""


def import_file(context: Context, file: str, wanted: ImportChoices, watch: Watch) -> Imported:
    """Take a file into the store, whichever of the known formats it is in.

    Raises ValuecheckError where it cannot be read, understood or stored.
    """
    done = Imported(name="standard input" if file == "-" else file)
    store = _reader(context, file, wanted, done, watch)
    if not wanted.dry_run:
        copies.make_before(context, IMPORT)
    if not wanted.dry_run or os.path.exists(context.paths.store):
        return _stored(context, store, done, wanted)
    # A dry run makes no store.
    with tempfile.TemporaryDirectory(prefix="valuecheck-") as folder:
        paths = context.paths._replace(data=folder, state=folder)
        return _stored(context._replace(paths=paths), store, done, wanted)


def _stored(
    context: Context, store: Callable[[Change], None], done: Imported, wanted: ImportChoices
) -> Imported:
    try:
        with changing.changing(context, LABEL, holds_workweek=False) as change:
            store(change)
            if wanted.dry_run or (done.bad and not wanted.skip_bad):
                raise _NotKept
    except _NotKept:
        done.stored = False
    if done.stored:
        forget.finish(context)
    return done


def _reader(
    context: Context, file: str, wanted: ImportChoices, done: Imported, watch: Watch
) -> Callable[[Change], None]:
    """Read the file; returns what stores it and notes in `done` what came of it."""
    with sqlite_file(file) as copy:
        if copy is not None:
            contents = whole_import.read_store(copy, done.name)
            return lambda change: _merge(change, contents, done, watch)
    with opened(file, advice="save it as CSV in UTF-8") as content:
        if whole_import.is_json_lines(content):
            contents = whole_import.read_json_lines(content.open(), watch)
            return lambda change: _merge(change, contents, done, watch)
        history = histories.history_of(
            content, histories.HistoryOptions(wanted.maps, wanted.score_from)
        )
        dates = Dates.here(wanted.order, context.now, context.settings.day_starts_at)
        question = wanted.question or history.tool
        reader = AnswerReader(dates, context.now, parse_scores(wanted.scores), question)
        answers = reader.read(history, watch)
    done.tool, done.unit = history.tool, history.unit
    return lambda change: _keep(change, answers, done, watch, again=wanted.again)


def _merge(change: Change, contents: ExportContents, done: Imported, watch: Watch) -> None:
    outcome = whole_import.merge_contents(change, contents, watch)
    done.rows = contents.count
    done.tables, done.wiped, done.bad = outcome.tables, outcome.wiped, outcome.bad


def _keep(change: Change, answers: Answers, done: Imported, watch: Watch, *, again: bool) -> None:
    """Store the answers that are not here yet, by id and by moment, score and note."""
    ids = check_ins.known_ids(change.connection, [*answers.rows])
    said = {
        (datetime.fromisoformat(at).timestamp(), score, note)
        for at, score, note in check_ins.said(change.connection)
    }
    new: list[Row] = []
    deleted: list[Row] = []
    for id_, row in answers.rows.items():
        at = datetime.fromisoformat(str(row["at"])).timestamp()
        if ids.get(id_) or (id_ not in ids and (at, row["score"], row["note"]) in said):
            done.known += 1
        else:
            (deleted if id_ in ids else new).append(row)
    done.new = sorted([*new, *(deleted if again else [])], key=lambda row: str(row["id"]))
    done.deleted = 0 if again else len(deleted)
    done.known += answers.repeated
    done.rows, done.bad = answers.count, answers.bad
    done.unanswered, done.shortened = answers.unanswered, answers.shortened
    change.put_all(CHECK_INS, watched(done.new, watch))
