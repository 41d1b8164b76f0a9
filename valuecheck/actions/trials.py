"""Trials: declare one before it starts, judge it once after its end, decide what follows."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from valuecheck.actions.amending import amending
from valuecheck.actions.changing import changing
from valuecheck.core.answer import CUSTOMER, KIND, parse_line, parse_tag
from valuecheck.core.days import ONE_DAY, day_name
from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted
from valuecheck.core.trial import AGAIN, chain_of, undecided
from valuecheck.core.value_chain import Chain
from valuecheck.report import trials as report
from valuecheck.report.inputs import settling_days
from valuecheck.store import check_ins, customers, daily_path, feedback, history, trials
from valuecheck.store import connection as store
from valuecheck.store.changes import TRIALS
from valuecheck.store.ids import short_id_length
from valuecheck.store.selection import Selection

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from valuecheck.config.compiled import Context
    from valuecheck.core.trial import Trial
    from valuecheck.stats.trials import TrialResult
    from valuecheck.store.changes import Change

LONGEST = 26
FURTHEST = timedelta(days=366)
TEXT_LIMIT = 200
_LENGTH = re.compile(r"([0-9]{1,3})(?:w| weeks?)?", re.ASCII)


def parse_length(word: str) -> int:
    """Return the weeks that a word such as `4w` names. Raises UsageError."""
    found = _LENGTH.fullmatch(word.strip())
    weeks = int(found[1]) if found else 0
    if not report.SHORTEST <= weeks <= LONGEST:
        problem = f"a trial cannot last {quoted(word)}"
        raise UsageError(problem, f"give {report.SHORTEST} to {LONGEST} weeks, such as 4w")
    return weeks


def parse_measure(word: str) -> str:
    """Return what judges a trial: score, share, a kind or a customer. Raises UsageError."""
    if word.casefold() in (report.SCORE, report.SHARE):
        return word.casefold()
    for sigil in (KIND, CUSTOMER):
        if word.startswith(sigil):
            return sigil + parse_tag(word, sigil)
    problem = f"a trial cannot be judged by {quoted(word)}"
    raise UsageError(problem, "use score, share, a kind such as +meeting, or @retail for its csat")


def declare(context: Context, text: str, weeks: int, measure: str, start: date | None) -> Trial:
    """Declare a trial from a day on. Raises UsageError and StoreError.

    Without `start` it begins today, or on the first day after it of which nothing is known yet.
    """
    words = parse_line(text, "a trial", TEXT_LIMIT)
    if not words:
        problem = "a trial needs words"
        raise UsageError(problem, 'say what you will do, such as "no status meeting"')
    if start is not None and start < context.today:
        problem = f"{day_name(start, context.today)} is over, and a trial is declared beforehand"
        raise UsageError(problem, "let it begin today or later")
    if start is not None and start > context.today + FURTHEST:
        problem = f"{day_name(start, context.today)} is more than a year ahead"
        raise UsageError(problem, "let it begin earlier")
    _refuse_too_short(measure, weeks, context.settings.pair_window_days)
    with changing(context, "try") as change:
        return _declare(change, context, words, weeks, measure, start)


def all_trials(context: Context) -> list[Trial]:
    """Return all trials in order of their start. Raises StoreError."""
    with store.reading(context.paths.store) as opened:
        return trials.trials(opened)


def listed(context: Context) -> tuple[list[Trial], int]:
    """Return all trials, and how many digits tell their ids apart. Raises StoreError."""
    with store.reading(context.paths.store) as opened:
        found = trials.trials(opened)
        ids = [each.id for each in found]
        return found, short_id_length(opened, TRIALS, ids) if opened else 0


def stop(context: Context, words: str) -> Trial:
    """Stop the running or coming trial, without a verdict. Raises UsageError and StoreError.

    `words` are a part of its text, needed where there are several.
    """
    with amending(context, "try --stop") as change:
        found = [
            each
            for each in trials.trials(change.connection)
            if each.is_open
            and each.finish >= context.today
            and words.casefold() in each.text.casefold()
        ]
        if not found:
            about = f" has {quoted(words)} in it" if words else " is running"
            problem = f"no trial{about}"
            raise UsageError(problem, "'valuecheck try' lists them")
        if len(found) > 1:
            problem = f"{len(found)} trials are meant"
            raise UsageError(problem, "name one by its words: valuecheck try --stop WORDS")
        change.put(TRIALS, {"id": found[0].id, "stopped": context.today.isoformat()})
    return found[0]


def judge_ended(context: Context) -> None:
    """Judge each trial that is over and was not judged, and keep its verdict. Raises StoreError.

    One look: what is filled in later changes nothing, and undo leaves it as it is.
    """
    if not any(each.is_over(context.today) for each in all_trials(context)):
        return
    with changing(context, "try") as change:
        found = trials.trials(change.connection)
        for each in found:
            if each.is_over(context.today):
                verdict = report.stored(_result(change.connection, context, each))
                change.put(TRIALS, {"id": each.id, "verdict": verdict}, undoable=False)
                # Nor is the decision taken back that it followed from.
                for settled in chain_of(each, found):
                    history.settle(change, TRIALS, settled.id)


def to_decide(context: Context) -> Trial | None:
    """Return the latest judged trial after which nothing was decided yet. Raises StoreError."""
    return undecided(all_trials(context))


def decide(context: Context, trial: Trial, decision: str) -> Trial | None:
    """Keep what was tried, stop it, or go on for as long again; returns the new trial, if any.

    Raises UsageError and StoreError.
    """
    with amending(context, "try") as change:
        if any(each.decision for each in trials.trials(change.connection) if each.id == trial.id):
            problem = "what follows after this trial was decided meanwhile"
            raise UsageError(problem, "'valuecheck try' shows what comes next")
        change.put(TRIALS, {"id": trial.id, "decision": decision})
        if decision != AGAIN:
            return None
        return _declare(change, context, trial.text, trial.weeks, trial.measure, None)


def _declare(
    change: Change, context: Context, text: str, weeks: int, measure: str, start: date | None
) -> Trial:
    chain = Chain(customers.customers(change.connection))
    first = start or context.today
    while _is_known(change.connection, chain, measure, first):
        if start is not None:
            problem = f"the outcome of {day_name(first, context.today)} is known already"
            raise UsageError(problem, "a trial is declared beforehand: let it begin later")
        first += ONE_DAY
    last = first + (7 * weeks - 1) * ONE_DAY
    for each in trials.trials(change.connection):
        overlaps = each.is_open and each.start <= last and each.finish >= first
        if overlaps and _looked_at(chain, each.measure) == _looked_at(chain, measure):
            until = day_name(each.finish)
            problem = f"the trial {quoted(each.text)} is judged by the same thing until {until}"
            raise UsageError(problem, "let this one begin later, or judge it by something else")
    id_ = change.new_id()
    row = {
        "id": id_,
        "at": change.at,
        "text": text,
        "start": first.isoformat(),
        "finish": last.isoformat(),
        "measure": measure,
    }
    change.put(TRIALS, {**TRIALS.blank, **row})
    return next(each for each in trials.trials(change.connection) if each.id == id_)


def _is_known(connection: sqlite3.Connection, chain: Chain, measure: str, day: date) -> bool:
    """Return whether a day says something already on what a trial would be judged by."""
    if not measure.startswith(CUSTOMER):
        return daily_path.is_answered_on(connection, day)
    tallied = feedback.tally(connection, Selection(day, day))
    looked_at = _looked_at(chain, measure)
    return any(_looked_at(chain, CUSTOMER + each.customer) == looked_at for each in tallied)


def _refuse_too_short(measure: str, weeks: int, window_days: int) -> None:
    fewest = report.fewest_weeks(measure, window_days)
    if weeks < fewest:
        problem = f"{measure} cannot be judged in {weeks} weeks"
        longer = f"its csat needs six times {window_days} days on either side: add --for {fewest}w"
        shorter = "make pair_window_days smaller, at most 30"
        raise UsageError(problem, longer if fewest <= LONGEST else shorter)


def _looked_at(chain: Chain, measure: str) -> str:
    """Return what a measure looks at: the share of happy days comes from the score.

    A customer has the name of today.
    """
    if measure.startswith(CUSTOMER):
        return CUSTOMER + chain.name(measure[1:])
    return report.SCORE if measure == report.SHARE else measure


def _result(connection: sqlite3.Connection, context: Context, trial: Trial) -> TrialResult:
    selection = Selection(report.compared_from(trial), trial.finish)
    chain = Chain(customers.customers(connection))
    settling = settling_days(check_ins.answers_by_day(connection))
    if trial.measure.startswith(CUSTOMER):
        trial = trial._replace(measure=_looked_at(chain, trial.measure))
    scored = check_ins.scored(connection, selection, chain.names)
    tallied = feedback.tally(connection, selection)
    return report.result_of(
        trial,
        [row for row in scored if row.day not in settling],
        [row._replace(customer=chain.name(row.customer)) for row in tallied],
        context.settings.pair_window_days,
    )
