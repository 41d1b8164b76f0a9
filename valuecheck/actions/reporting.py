"""Read the inputs for `report`, `review` and `calendar` from the store."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from valuecheck.actions import unheard
from valuecheck.core.days import ONE_DAY, UNITS, monday_of, week_of
from valuecheck.core.errors import UsageError
from valuecheck.core.periods import Period, parse_period
from valuecheck.core.records import Filters
from valuecheck.core.text import quoted
from valuecheck.core.trial import to_show, undecided
from valuecheck.core.value_chain import Chain
from valuecheck.report import ReportInputs, Review, build
from valuecheck.report.inputs import RECORDED_DAYS_BACK, looks_back, settling_days
from valuecheck.report.pairs import gaps, own_days, paired
from valuecheck.store import check_ins, customers, daily_path, feedback, imports, trials
from valuecheck.store import connection as store
from valuecheck.store.selection import Selection

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from valuecheck.config.compiled import Context
    from valuecheck.core.records import Feedback, FeedbackTally, Scored

# Of a flood of feedback the newest; all of it is in the figures.
QUOTES_MOST = 1000
A_YEAR = timedelta(days=371)


def read_inputs(context: Context, period: str | None, filters: Filters) -> ReportInputs:
    """Read the inputs for a report on a period (None: this week). Raises UsageError, StoreError.

    This week, month, quarter or year becomes the last one while it has no check-in. Without a
    period a single customer's report is about all time, their whole story.
    """
    with store.reading(context.paths.store) as connection:
        today = daily_path.last_day(connection, context.today)
        if period is None and len(filters.customers) == 1 and not filters.kinds:
            return _read_inputs(connection, context, parse_period("all", today), filters)
        word = "week" if period is None else period.casefold()
        span = parse_period(word, today)
        if word not in UNITS or connection is None or _is_recorded(connection, span):
            return _read_inputs(connection, context, span, filters)
        last = parse_period(f"last-{word}", today)
        return _read_inputs(connection, context, last, filters)._replace(instead_of=word)


def _is_recorded(connection: sqlite3.Connection, span: Period) -> bool:
    return check_ins.count(connection, Selection(span.start, span.end)) > 0


def review(context: Context, week: str | None) -> Review:
    """The review of a week (None: the last one there is). Raises UsageError and StoreError."""
    with store.reading(context.paths.store) as connection:
        last_day = daily_path.last_day(connection, context.today)
        span = parse_period(week or "last-week", last_day)
        first_day = check_ins.first_day(connection) if connection and not week else None
        is_before = connection and first_day and span.end and first_day > span.end
        # There is no last week to look back on, unless it was filled in.
        if connection and is_before and not _is_recorded(connection, span):
            span = parse_period("week", last_day)
        if span.unit != "week" or span.end is None:
            problem = f"{quoted(span.label)} is no week"
            raise UsageError(problem, "use week, last-week or 2026-W47")
        found = trials.trials(connection)
        looked_at = _read_inputs(connection, context, span, Filters())
        return Review(
            report=build(looked_at._replace(every_note=True)),
            intention=daily_path.intention(connection, span.label),
            next_week=week_of(span.end + ONE_DAY),
            unheard=unheard.unheard(connection, context.today) if connection else (),
            trial=undecided(found) or to_show(found, context.today),
            wants_unknown=unheard.wants_unknown(connection, context.today) if connection else None,
        )


def _read_inputs(
    connection: sqlite3.Connection | None, context: Context, span: Period, filters: Filters
) -> ReportInputs:
    today = daily_path.last_day(connection, context.today)
    calendar = daily_path.work_calendar(connection, context.settings.workdays, today)
    if connection is None:
        return ReportInputs(span, filters, (), calendar, today, None)
    chain = Chain(customers.customers(connection))
    spelled = filters._replace(customers=chain.spelled(filters.customers))
    selection = Selection(span.start, span.end, spelled)
    since = _looks_back_to(connection, span)
    everything = Selection(since, span.end)
    rows = check_ins.scored(connection, selection, chain.names)
    inputs = ReportInputs(
        period=span,
        filters=filters._replace(customers=chain.names(filters.customers)),
        check_ins=rows,
        calendar=calendar,
        today=today,
        first_day=check_ins.first_day(connection),
        earlier=_earlier(connection, span, since, spelled),
        before=_year_before(connection, span, chain) if not filters else (),
        settling=settling_days(
            Counter(row.day for row in rows)
            if selection == everything
            else check_ins.answers_by_day(connection, everything),
            from_first=since is None,
        ),
        chain=chain,
        window_days=context.settings.pair_window_days,
    )
    if inputs.asks_next:
        inputs = inputs._replace(unheard=unheard.unheard(connection, context.today))
    # Customers speak of all work: their words cannot be compared with some kinds of it.
    return inputs if filters.kinds else _with_feedback(connection, inputs, selection)


def _with_feedback(
    connection: sqlite3.Connection, inputs: ReportInputs, selection: Selection
) -> ReportInputs:
    """`inputs` with the feedback, each piece with the own ratings of the days up to it."""
    cells = feedback.tally(connection, selection)
    before = _before(connection, inputs, selection) if cells else ()
    own = own_days([*before, *inputs.check_ins]) if cells else {}
    pairs = [*paired(cells, own, inputs.window_days, inputs.chain.name)]
    words = _quoted(connection, [pair.feedback for pair in pairs if pair.mismatch], QUOTES_MOST)
    if inputs.quotes_all_feedback:
        others = [pair.feedback for pair in pairs if not pair.mismatch]
        words += _quoted(connection, others, QUOTES_MOST - len(words))
        words.sort(key=lambda piece: (piece.day, piece.id), reverse=True)
    reached = _reached_days(connection, inputs) if inputs.single_customer else None
    return inputs._replace(
        pairs=pairs,
        quoted=words,
        reached_days=reached,
        gaps=_gaps(connection, inputs, cells, own),
        unread=imports.unread(connection, selection),
    )


def _gaps(
    connection: sqlite3.Connection,
    inputs: ReportInputs,
    cells: Sequence[FeedbackTally],
    own: Mapping[str, Mapping[date, float]],
) -> dict[str, list[float]]:
    """The gaps to all customers, which are one family whatever the report is filtered by.

    `cells` and `own` are the feedback and the own ratings that match the filters.
    """
    span = inputs.period
    if inputs.filters:
        everything = Selection(span.start, span.end)
        cells = feedback.tally(connection, everything)
        own = own_days(check_ins.scored(connection, everything, inputs.chain.names))
    yesterday = inputs.today - ONE_DAY
    return gaps(
        cells,
        own,
        inputs.window_days,
        span.start or date.min,
        min(span.end or yesterday, yesterday),
        inputs.chain.name,
    )


def _reached_days(connection: sqlite3.Connection, inputs: ReportInputs) -> int:
    """On how many days of the period work reached the one customer that the report is about."""
    (wanted,) = inputs.filters.customers
    reaches = cache(lambda name: wanted in inputs.chain.reached_from(name))
    span = Selection(inputs.period.start, inputs.period.end)
    days = check_ins.days_by_customers(connection, span)
    named = ((each.day, inputs.chain.names(each.customers)) for each in days)
    return len({day for day, names in named if any(map(reaches, names))})


def _quoted(
    connection: sqlite3.Connection, cells: Sequence[FeedbackTally], most: int
) -> list[Feedback]:
    """The latest pieces of `cells`, which come in order of time, at most `most` of them."""
    if not most:
        return []
    chosen: list[FeedbackTally] = []
    pieces = 0
    for cell in reversed(cells):
        # Of the last day that is quoted at all every cell may hold the latest pieces.
        if pieces >= most and cell.day != chosen[-1].day:
            break
        chosen.append(cell)
        pieces += cell.pieces
    return feedback.in_words(connection, chosen, most) if chosen else []


def _before(
    connection: sqlite3.Connection, inputs: ReportInputs, selection: Selection
) -> list[Scored]:
    """The check-ins before the period that its first feedback is compared with."""
    start, back = inputs.period.start, inputs.window_days
    if start is None or start.toordinal() <= back:
        return []
    before = selection._replace(start=start - back * ONE_DAY, end=start - ONE_DAY)
    return check_ins.scored(connection, before, inputs.chain.names)


def _year_before(connection: sqlite3.Connection, span: Period, chain: Chain) -> list[Scored]:
    """The check-ins of the year before a calendar period, for the tags beside a change."""
    if span.unit not in UNITS or span.start is None or span.start.toordinal() <= A_YEAR.days:
        return []
    selection = Selection(span.start - A_YEAR, span.start - ONE_DAY)
    return check_ins.scored(connection, selection, chain.names)


def _looks_back_to(connection: sqlite3.Connection, span: Period) -> date | None:
    """The Monday from which on the days before a period count; None where all do."""
    if span.start is None:
        return None
    first = check_ins.recorded_day_before(connection, span.start, RECORDED_DAYS_BACK)
    return first and monday_of(first)


def _earlier(
    connection: sqlite3.Connection, span: Period, since: date | None, filters: Filters
) -> dict[date, float]:
    if span.start is None or not looks_back(span) or span.start == date.min:
        return {}
    return check_ins.day_values(connection, Selection(since, span.start - ONE_DAY, filters))
