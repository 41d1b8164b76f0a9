"""An import in words: its preview, its refusals and its receipt."""

from __future__ import annotations

import shlex
from datetime import date
from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER
from valuecheck.core.days import day_name
from valuecheck.core.scales import mood, shown_score, typed_score
from valuecheck.core.text import PATH_SHOWN, cells, counted, fitted, quoted, visible, wrap
from valuecheck.render.page import (
    Column,
    Page,
    Paragraph,
    Records,
    Table,
    View,
    scored,
    simple_page,
    typed,
)
from valuecheck.render.pages.feedback import WORDS_LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from valuecheck.exchange.feedback_file import Sample, Source
    from valuecheck.exchange.feedback_import import ImportOptions, ImportResult
    from valuecheck.exchange.matching import Matched
    from valuecheck.exchange.reading import Read
    from valuecheck.exchange.scores import Unread
    from valuecheck.exchange.staging import StagedFeedback
    from valuecheck.render.page import Block

ORIGINS = (Column("Field"), Column("Read from", wide=True, wrapped=True))
COLUMNS = (
    Column("Day"),
    Column("Customer"),
    Column("Score"),
    Column("Answer"),
    Column("Words", private=True, wide=True),
)
PIECE_FIELDS = ("day", "customer", "scale", "score", "words", "source")
# The preview has so many lines of so many columns at most, three of them answers where these fit.
LINES, WIDTH, SAMPLES = 12, 80, 3
_ORIGIN = WIDTH - 12
_HEADING, _CUSTOMER, _ANSWER = 20, 16, 12
_OFFERED = 12
_FIELDS = ("day", "score", "customer", "words", "source", "id")
_BROKEN = "(broken row)"
_ALIKE = {
    "words": "the words",
    "scale": "the scale",
    "score": "the score",
    "customer": "the customer",
    "day": "the day",
    "source": "the source",
}


def bad(source: Source, most: int) -> Iterator[str]:
    """Each row that is bad in its place or broken, with its reason, at most `most` of them."""
    found = source.read.staging.connection.execute(
        "SELECT line, reason FROM bad ORDER BY line LIMIT ?", (most,)
    )
    for line, reason in found:
        yield visible(f"{source.unit} {line}: {reason}")
    if (more := source.read.staging.count("1", "bad") - most) > 0:
        yield f"… and {more:,} more; 2>FILE at the end of the command keeps 10,000 of them"


def unread(source: Source, most: int) -> Iterator[str]:
    """Each answer that cannot be read, how often it is given and why, at most `most` of them."""
    found = [each for each in source.read.unread if each.text != _BROKEN]
    for each in found[:most]:
        why = f": {each.why}" if each.why else ""
        yield visible(f"{quoted(each.text)} {_times(each.times)}{why}")
    if (more := len(found) - most) > 0:
        yield f"… and {more:,} more texts"


def unread_remedy(source: Source) -> str:
    """Name the options that make all answers readable, or leave them out."""
    texts = [each for each in source.read.unread if each.text != _BROKEN]
    out = "leave them out, as reports will say, with --skip-answers"
    if not texts:
        return f"mend the rows named above, or {out} '{_BROKEN}'"
    words = [each for each in texts if not each.is_slip]
    if not words:
        return f"mend them, or {out} {_named(texts)}"
    scale = "" if words[0].scale else "--scale csat "
    answers = ",".join(map(_offered, words[:_OFFERED]))
    more = ",…" if len(words) > _OFFERED else ""
    offer = f"{scale}--answers {shlex.quote(answers)}{more}"
    say = "replace each ? in" if "?" in answers else "if that is what they mean, add"
    other = ", or with another --scale" if scale else ""
    broken = ", and mend the broken rows" if source.read.broken else ""
    return f"{say} {offer}{other}{broken}; or {out} {_named(texts)}"


def notes(source: Source) -> Iterator[str]:
    """Say what is unusual about the file as a whole."""
    if source.is_guessed:
        name = quoted(source.name, PATH_SHOWN)
        yield f"{name} is not UTF-8: read as {source.encoding}."
    if source.leaves_text:
        yield "no column is taken for their words; --map words=COLUMN names one."
    for zone, count in source.read.asides.most_common(3):
        yield visible(
            f"the time zone {quoted(zone)} of {counted(count, 'date')} is not "
            "known: they count as they are written."
        )


def view(
    source: Source,
    matched: Matched,
    wanted: ImportOptions,
    pieces: Callable[[], Iterable[StagedFeedback]],
) -> View:
    """Build the preview: how the file is read, and three of its answers.

    `pieces` are those that an import would store.
    """
    return View(
        page=lambda: page(source, matched, wanted),
        records=lambda: _records(pieces()),
        document=lambda: {
            "file": source.name,
            "rows": source.read.rows,
            "bad": source.read.bad_rows,
            "unread": source.read.unread_rows,
            "columns": dict(source.columns),
            "feedback": _records(pieces()).objects(),
        },
    )


def page(source: Source, matched: Matched, wanted: ImportOptions, *, goes_on: bool = False) -> Page:
    """Build the preview's page, which has LINES lines at most where these have WIDTH columns.

    `goes_on`: the import itself follows.
    """
    origins = [(f"  {field:8}", typed(origin)) for field, origin in _origins(source)]
    counts = _counts(source, matched, wanted)
    counts = f"{counts}." if goes_on else f"{counts}. Nothing is stored yet."
    room = LINES - 1 - len(origins) - len([*wrap(counts, WIDTH)])
    rows_shown = [*map(_sample, source.samples[: min(room, SAMPLES)])]
    # The answers as they are in the file are shown where any of them is more than its score.
    shown = [place for place in range(len(COLUMNS)) if any(row[place] for row in rows_shown)]
    samples = Table(
        [COLUMNS[place] for place in shown],
        [[row[place] for place in shown] for row in rows_shown],
        headless=True,
    )
    blocks: list[Block] = [
        Paragraph([typed(_head(source))]),
        Table(ORIGINS, origins, headless=True),
        *([samples] if rows_shown else []),
        Paragraph([typed(counts)]),
    ]
    return simple_page("Import", *blocks, withheld=WORDS_LEFT_OUT)


def summary(source: Source, stored: ImportResult) -> str:
    """Say in one sentence what was stored and what was not."""
    matched, wanted = stored.matched, stored.wanted
    is_new = stored.pieces > 0
    done = (
        f"✓ {counted(stored.pieces, 'piece')} of feedback from {_customers(stored)}"
        if is_new
        else "Nothing new"
    )
    alike = sum(matched.alike.values())
    rest = [
        _some(matched.deleted, "of them brought back") if wanted.again else "",
        _some(matched.changed, "of them changed") if wanted.update else "",
        _some(alike, "of them updated") if wanted.update else "",
        _some(alike, "of them again") if wanted.again and not wanted.update else "",
        *_left(source, matched, wanted, is_done=True),
    ]
    return visible("; ".join([done, *filter(None, rest)]) + ".")


def _head(source: Source) -> str:
    """The file, its number of rows, and what is unusual about its format."""
    encoding = [] if source.encoding == "UTF-8" else [source.encoding]
    told = ", ".join([f": {counted(source.read.rows, 'row')}", *source.details, *encoding])
    room = WIDTH - cells(told)
    name = source.name if cells(source.name) <= room else source.base_name
    return fitted(name, room) + told


def _origins(source: Source) -> Iterator[tuple[str, str]]:
    """Each field with its origin."""
    for field in _FIELDS:
        if origin := _origin(source, field):
            yield field, origin


def _counts(source: Source, matched: Matched, wanted: ImportOptions) -> str:
    alike = sum(matched.alike.values())
    counts = [
        f"{matched.new:,} new",
        _some(matched.deleted, "brought back") if wanted.again else "",
        _some(matched.changed, "changed") if wanted.update else "",
        _some(alike, "updated") if wanted.update else "",
        _some(alike, "again") if wanted.again and not wanted.update else "",
        *_left(source, matched, wanted, is_done=False),
    ]
    return "; ".join(filter(None, counts))


def _origin(source: Source, field: str) -> str:
    """Return the origin of a field and the reason for it; empty for a field without a line."""
    given = {
        "customer": source.given.customer and CUSTOMER + source.given.customer,
        "source": source.given.source,
    }
    if value := given.get(field):
        return fitted(f"{value} for all rows", _ORIGIN)
    if field in source.columns:
        scale = f"; {_scale(source)}" if field == "score" else ""
        reason = f", {source.reasons[field]}{scale}"
        return _heading(source, field, _ORIGIN - cells(reason)) + reason
    without_ids = "nothing: day, customer, score and words tell answers apart"
    return {"words": "nothing", "id": without_ids}.get(field, "")


def _heading(source: Source, field: str, width: int) -> str:
    """The heading of a field's column, and what rows below it add, in at most `width` columns."""
    name, label = source.columns[field], source.labels[field]
    if not label:
        return _quoted(name, width)
    heading = _quoted(name, min(_HEADING, width // 2))
    return f"{heading} ({fitted(label, width - cells(heading) - len(' ()'))})"


def _quoted(text: str, width: int) -> str:
    """A text in quotes, as one line of at most `width` columns."""
    return f"'{fitted(' '.join(text.split()), width - 2)}'"


def _scale(source: Source) -> str:
    """The scale of the answers, and by which reason it is known."""
    if "scale" in source.columns and not source.given.scale:
        return f"scale from {_quoted(source.columns['scale'], _HEADING)}"
    return f"{source.read.scale or 'no scale yet'}, {source.read.scale_reason}".rstrip(", ")


def _records(pieces: Iterable[StagedFeedback]) -> Records:
    return Records(PIECE_FIELDS, [*map(_record, pieces)], frozenset({"words"}))


def _record(piece: StagedFeedback) -> tuple[str | int, ...]:
    score = typed_score(piece.scale, piece.score)
    return (piece.day, piece.customer, piece.scale, score, piece.words, piece.source)


def _sample(sample: Sample) -> tuple[str, ...]:
    """A row of the table of samples."""
    day = date.fromisoformat(sample.day)
    rating = scored(shown_score(sample.scale, sample.score), mood(sample.scale, sample.score))
    number = typed_score(sample.scale, sample.score)
    is_plain = sample.answer.casefold() == number
    answer = "" if is_plain else f"from {_quoted(sample.answer, _ANSWER)}"
    name = typed(fitted(CUSTOMER + sample.customer, _CUSTOMER))
    return (f"  {day_name(day)} {day.year}", name, rating, typed(answer), typed(sample.words))


def _left(
    source: Source, matched: Matched, wanted: ImportOptions, *, is_done: bool
) -> Iterator[str]:
    """Count the rows that are not stored, each row once."""
    read = source.read
    yield _some(read.unanswered, "without an answer")
    yield _some(matched.known, "known already")
    yield _some(read.repeated, "twice in the file")
    if not wanted.update:
        different = "known already but different in the file (--update takes the file's)"
        yield _some(matched.changed, different)
    for differing, count in matched.alike.items():
        if not wanted.again and not wanted.update:
            options = "--update takes the file's, --again adds them"
            yield f"{count:,} known already but for {_ALIKE[differing]} ({options})"
    if not wanted.again:
        yield _some(matched.deleted, "deleted or undone before (--again brings them back)")
    yield from _left_out(read, is_done=is_done)


def _left_out(read: Read, *, is_done: bool) -> Iterator[str]:
    yield _some(read.skipped_rows, "that could not be read, left out")
    yield _some(read.unread_rows, "that cannot be read")
    yield _some(read.bad_rows, "bad, left out" if is_done else "bad")
    if read.previews:
        yield f"{counted(read.previews, 'preview or test row')} left out"
    for what, count in read.apart.items():
        yield f"{counted(count, 'line')} {what}"


def _offered(unread: Unread) -> str:
    """One answer with the score that its words usually have, as --answers takes it."""
    quote = "'" if '"' in unread.text else '"'
    needs_quotes = any(sign in unread.text for sign in ",='\"")
    text = f"{quote}{unread.text}{quote}" if needs_quotes else unread.text
    return f"{text}={unread.offer}"


def _named(unread: Sequence[Unread]) -> str:
    """The names that --skip-answers takes."""
    return shlex.quote(unread[0].text) if len(unread) == 1 else "'TEXT' for each"


def _some(count: int, what: str) -> str:
    """Return a count with its noun, empty for none."""
    return f"{count:,} {what}" if count else ""


def _times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{count:,} times"


def _customers(stored: ImportResult) -> str:
    if stored.customers == 1:
        return CUSTOMER + next(iter(stored.most))
    names = ", ".join(f"{CUSTOMER}{name} {count:,}" for name, count in stored.most.items())
    more = stored.customers - len(stored.most)
    return f"{names} and {counted(more, 'other')}" if more > 0 else names
