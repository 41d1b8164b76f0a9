"""What an import found, would do and did, in words."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER
from valuecheck.core.days import day_name
from valuecheck.core.scales import mood, shown_score, typed_score
from valuecheck.core.text import PATH_SHOWN, quoted, visible
from valuecheck.render.page import (
    Column,
    Page,
    Paragraph,
    Records,
    Section,
    Table,
    View,
    scored,
    typed,
)
from valuecheck.render.pages.feedback import WORDS_LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuecheck.exchange.feedback_import import ImportOptions, ImportResult, Sorted, Source
    from valuecheck.exchange.reading import Piece
    from valuecheck.render.page import Block

ORIGINS = (Column("Field"), Column("Read from", wide=True, wrapped=True))
COLUMNS = (
    Column("Day"),
    Column("Customer"),
    Column("Score"),
    Column("Words", private=True, wide=True),
)
PIECE_FIELDS = ("day", "customer", "scale", "score", "words", "source")
SHOWN_PIECES = 5
NAMED_CUSTOMERS = 8
_FIELDS = ("day", "score", "scale", "customer", "words", "source", "id")


def bad(source: Source, most: int | None) -> Iterator[str]:
    """Each bad row with its reason; after `most` of them how many more there are."""
    for row in source.read.bad[:most]:
        yield visible(f"{source.unit} {row.line}: {row.reason}")
    if most is not None and (more := source.read.bad_rows - most) > 0:
        yield f"… and {more:,} more; 2>FILE at the end of the command keeps all of them"


def encoding(source: Source) -> str:
    """That the file is not UTF-8 and what it was taken for."""
    return f"{quoted(source.name, PATH_SHOWN)} is not UTF-8: read as {source.encoding}."


def notes(source: Source) -> Iterator[str]:
    """What the person may not expect of the file as a whole."""
    if source.is_guessed:
        yield encoding(source)
    if source.leaves_text:
        yield "no column is taken for their words; --map words=COLUMN names one."


def view(source: Source, told: Sorted, wanted: ImportOptions) -> View:
    """How the file would be read and the first pieces of it, before anything is stored."""
    return View(
        page=lambda: _page(source, told, wanted),
        records=lambda: Records(
            PIECE_FIELDS,
            [_record(piece) for piece in told.taken(wanted)],
            frozenset({"words"}),
        ),
        document=lambda: {
            "file": source.name,
            "rows": source.read.rows,
            "bad": source.read.bad_rows,
            "columns": dict(source.columns),
            "feedback": [
                dict(zip(PIECE_FIELDS, _record(piece), strict=True)) for piece in told.taken(wanted)
            ],
        },
    )


def summary(source: Source, stored: ImportResult) -> str:
    """What was stored and what was not, in one sentence."""
    told, wanted = stored.told, stored.wanted
    pieces = sum(stored.customers.values())
    done = f"✓ {_pieces(pieces)} from {_customers(stored)}" if pieces else "Nothing new"
    rest = [
        _some(told.deleted, "of them brought back") if wanted.again else "",
        _some(told.changed, "of them changed") if wanted.update else "",
        *_left(source, told, wanted),
        _some(source.read.bad_rows, "bad, left out"),
    ]
    return "; ".join([done, *filter(None, rest)]) + "."


def _page(source: Source, told: Sorted, wanted: ImportOptions) -> Page:
    pieces = told.taken(wanted)
    known = "" if source.encoding == "UTF-8" else f" ({source.encoding})"
    rows = source.read.rows
    heading = f"{typed(source.name)}{known}: {rows:,} row{'' if rows == 1 else 's'}"
    origins = [(f"  {field:8}", typed(_origin(source, field))) for field in _FIELDS]
    more = len(pieces) - SHOWN_PIECES
    preview = Table(
        COLUMNS,
        [_cells(piece) for piece in pieces[:SHOWN_PIECES]],
        headless=True,
        more=f"  … and {more:,} more" if more > 0 else "",
    )
    listed: list[Block] = [Paragraph(["As they would be stored:"]), preview] if pieces else []
    blocks = [Paragraph([heading]), Table(ORIGINS, origins, headless=True), *listed]
    counts = Paragraph([_counts(source, told, wanted)])
    return Page("", [Section("", [*blocks, counts])], title="Import", withheld=WORDS_LEFT_OUT)


def _record(piece: Piece) -> tuple[str | int, ...]:
    score = typed_score(piece.scale, piece.score)
    return (piece.day, piece.customer, piece.scale, score, piece.words, piece.source)


def _cells(piece: Piece) -> tuple[str, ...]:
    day = date.fromisoformat(piece.day)
    score = scored(shown_score(piece.scale, piece.score), mood(piece.scale, piece.score))
    return (
        f"  {day_name(day)} {day.year}",
        typed(CUSTOMER + piece.customer),
        score,
        typed(piece.words),
    )


def _counts(source: Source, told: Sorted, wanted: ImportOptions) -> str:
    counts = [
        f"{len(told.new):,} new",
        _some(told.deleted, "brought back") if wanted.again else "",
        _some(told.changed, "changed") if wanted.update else "",
        *_left(source, told, wanted),
        _some(source.read.bad_rows, "bad"),
    ]
    return f"{'; '.join(filter(None, counts))}. Nothing is stored yet."


def _origin(source: Source, field: str) -> str:
    given = {
        "customer": source.given.customer and CUSTOMER + source.given.customer,
        "scale": source.given.scale,
        "source": source.given.source,
    }
    if said := given.get(field):
        return f"{said} for all rows"
    if field in source.columns:
        return f"from {quoted(source.columns[field])}"
    if field == "scale":
        scales = sorted({piece.scale for piece in source.read.pieces})
        return f"{' and '.join(scales)}, by the answers' heading or words" if scales else "unknown"
    return "nothing"


def _left(source: Source, told: Sorted, wanted: ImportOptions) -> Iterator[str]:
    """What of the file is not stored, bad rows aside."""
    yield _some(source.read.unanswered, "without an answer")
    yield _some(told.known, "known already")
    if not wanted.update:
        different = "known already but different in the file (--update takes the file's)"
        yield _some(told.changed, different)
    if not wanted.again:
        yield _some(told.deleted, "deleted or undone before (--again brings them back)")


def _some(counted: int | Sequence[Piece], what: str) -> str:
    """How many there are and what they are, empty for none."""
    count = counted if isinstance(counted, int) else len(counted)
    return f"{count:,} {what}" if count else ""


def _pieces(count: int) -> str:
    return f"{count:,} piece{'' if count == 1 else 's'} of feedback"


def _customers(stored: ImportResult) -> str:
    if len(stored.customers) == 1:
        return CUSTOMER + next(iter(stored.customers))
    shown = islice(stored.customers.items(), NAMED_CUSTOMERS)
    names = ", ".join(f"{CUSTOMER}{name} {count:,}" for name, count in shown)
    more = len(stored.customers) - NAMED_CUSTOMERS
    return f"{names} and {more:,} other{'' if more == 1 else 's'}" if more > 0 else names
